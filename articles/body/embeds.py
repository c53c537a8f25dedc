"""Video and social posts from elsewhere: whose, which one, and where it plays. Nothing of them is stored but the ref.

A reader's browser calls no third party before the reader asks for it, so each provider gives two addresses: the
page that a plain link opens, and the frame that the reader's click loads. The hosts of the frames are the
`frame-src` of the security policy.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qs, quote, urlsplit


@dataclass(frozen=True)
class Provider:
    """Somebody whose posts can stand in a story.

    ref      what names one post there: a pattern for the whole of it
    page     ref → the address a plain link opens; embed_from_url(page(ref)) gives the ref back
    frame    ref → the address of the frame that shows it, on frame_host
    read     path, query → ref or nothing; the path without its first and last slash
    """

    name: str
    hosts: tuple[str, ...]
    ref: re.Pattern
    page: Callable[[str], str]
    frame_host: str
    frame: Callable[[str], str]
    read: Callable[[str, dict], str | None]
    video: bool = True


def _same_path(path: str, query: dict) -> str:
    return path


def _youtube(path: str, query: dict) -> str | None:
    if path == "watch":
        return query.get("v", [None])[0]
    return path.removeprefix("embed/").removeprefix("shorts/").removeprefix("live/")


def _facebook(path: str, query: dict) -> str | None:
    if path == "watch":
        return "watch/" + query.get("v", [""])[0]
    return path


def _facebook_page(ref: str) -> str:
    if ref.startswith("watch/"):
        return "https://www.facebook.com/watch/?v=" + ref.removeprefix("watch/")
    return f"https://www.facebook.com/{ref}"


def _facebook_frame(ref: str) -> str:
    plugin = "post" if "/posts/" in ref else "video"
    return f"https://www.facebook.com/plugins/{plugin}.php?href=" + quote(_facebook_page(ref), safe="")


def _vimeo_frame(ref: str) -> str:
    number, _, unlisted = ref.partition("/")
    return f"https://player.vimeo.com/video/{number}" + (f"?h={unlisted}" if unlisted else "")


PROVIDERS = {
    "youtube": Provider(
        "YouTube",
        ("youtube.com", "youtu.be", "youtube-nocookie.com", "m.youtube.com"),
        re.compile(r"[A-Za-z0-9_-]{11}"),
        lambda ref: f"https://www.youtube.com/watch?v={ref}",
        "www.youtube-nocookie.com",
        lambda ref: f"https://www.youtube-nocookie.com/embed/{ref}",
        _youtube,
    ),
    "vimeo": Provider(
        "Vimeo",
        ("vimeo.com", "player.vimeo.com"),
        re.compile(r"[0-9]{5,12}(/[0-9a-f]{8,12})?"),
        lambda ref: f"https://vimeo.com/{ref}",
        "player.vimeo.com",
        _vimeo_frame,
        lambda path, query: path.removeprefix("video/"),
    ),
    "facebook": Provider(
        "Facebook",
        ("facebook.com", "m.facebook.com", "web.facebook.com"),
        re.compile(r"[A-Za-z0-9.]{1,80}/(posts|videos)/[A-Za-z0-9_-]{1,120}|(watch|reel)/[0-9]{5,25}"),
        _facebook_page,
        "www.facebook.com",
        _facebook_frame,
        _facebook,
    ),
    "tiktok": Provider(
        "TikTok",
        ("tiktok.com",),
        re.compile(r"@[A-Za-z0-9_.]{1,40}/video/[0-9]{8,25}"),
        lambda ref: f"https://www.tiktok.com/{ref}",
        "www.tiktok.com",
        lambda ref: "https://www.tiktok.com/embed/v2/" + ref.rpartition("/")[2],
        _same_path,
    ),
    "x": Provider(
        "X",
        ("x.com", "twitter.com", "mobile.twitter.com"),
        re.compile(r"[A-Za-z0-9_]{1,20}/status/[0-9]{1,20}"),
        lambda ref: f"https://x.com/{ref}",
        "platform.twitter.com",
        lambda ref: "https://platform.twitter.com/embed/Tweet.html?id=" + ref.rpartition("/")[2],
        _same_path,
        video=False,
    ),
    "instagram": Provider(
        "Instagram",
        ("instagram.com",),
        re.compile(r"(p|reel|tv)/[A-Za-z0-9_-]{5,40}"),
        lambda ref: f"https://www.instagram.com/{ref}/",
        "www.instagram.com",
        lambda ref: f"https://www.instagram.com/{ref}/embed/",
        _same_path,
        video=False,
    ),
    "soundcloud": Provider(
        "SoundCloud",
        ("soundcloud.com",),
        re.compile(r"[a-z0-9_-]{1,60}/(sets/)?[a-z0-9_-]{1,120}"),
        lambda ref: f"https://soundcloud.com/{ref}",
        "w.soundcloud.com",
        lambda ref: "https://w.soundcloud.com/player/?url=" + quote(f"https://soundcloud.com/{ref}", safe=""),
        _same_path,
        video=False,
    ),
    "spotify": Provider(
        "Spotify",
        ("open.spotify.com",),
        re.compile(r"(track|album|episode|show|playlist)/[A-Za-z0-9]{22}"),
        lambda ref: f"https://open.spotify.com/{ref}",
        "open.spotify.com",
        lambda ref: f"https://open.spotify.com/embed/{ref}",
        lambda path, query: path.removeprefix("embed/"),
        video=False,
    ),
}
FRAME_HOSTS = tuple(sorted({provider.frame_host for provider in PROVIDERS.values()}))
_BY_HOST = {host: key for key, provider in PROVIDERS.items() for host in provider.hosts}


def known(provider: str, ref: str) -> bool:
    """Whether this names a post of a provider that we can show."""
    return provider in PROVIDERS and PROVIDERS[provider].ref.fullmatch(ref) is not None


def embed_from_url(url: str) -> tuple[str, str] | None:
    """The address of a video or post as copied from a browser → provider and ref; None for any other address."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    provider = _BY_HOST.get(host.removeprefix("www."))
    if parts.scheme not in ("http", "https") or provider is None or "\\" in url:
        return None
    ref = PROVIDERS[provider].read(parts.path.strip("/"), parse_qs(parts.query))
    return (provider, ref) if ref and known(provider, ref) else None


def element_from_url(url: str) -> str:
    """The stored HTML of the video or post at an address; empty for any other address."""
    embed = embed_from_url(url)
    return f'<div data-embed="{embed[0]}" data-ref="{escape(embed[1])}"></div>' if embed else ""
