"""One JSON object a line to stderr: when, how bad, who says it, what, in which request. Addresses of previews and
what was typed are never in it."""

import json
import logging
import logging.config
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime

request_name = ContextVar("request_name", default=None)


class RequestNames:
    """Gives each request a name, which the log and the answer carry, so that one can be found from the other."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = request_name.set(secrets.token_hex(8))
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_name.get()
            return response
        finally:
            request_name.reset(token)


class Lines(logging.Formatter):
    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        if name := request_name.get():
            line["request"] = name
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(level):
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"lines": {"()": Lines}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                # Pages that are not there and doors that are shut are no news; their addresses may hold secrets.
                "django.request": {"level": "ERROR"},
                "django.security": {"level": "CRITICAL"},
                # It says each task's start and end; a failed one is an error of ours and is said.
                "django_tasks": {"level": "WARNING"},
                "django_tasks_db": {"level": "WARNING"},
                "PIL": {"level": "WARNING"},
            },
        }
    )
