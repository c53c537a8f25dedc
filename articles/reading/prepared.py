"""Queries whose SQL the ORM writes once: after that only the values in it change.

A page of the paper asks two or three large questions, always the same ones. To have the ORM put them into words each
time costs several times what the database needs to answer.
"""

from datetime import UTC, datetime, timedelta

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.query import ModelIterable

LIST_STEP = 8  # lists are filled up to a multiple of this, so that there are few lengths of them
STAND_IN_NUMBER = 7_310_000_000_000_000
STAND_IN_MOMENT = datetime(1873, 1, 10, tzinfo=UTC)


class Prepared:
    """A question with gaps: `stories = Prepared(make)`, then `stories(section=3, before=moment)` gives the rows.

    make   gives the queryset for values by name: numbers, moments, lists of numbers, or None. It is asked once for
           each shape of them (what is None, how long lists are) and must do nothing with a value but put it into the
           queryset; a value that is not found again in the SQL's parameters is a LookupError.

    Rows are model instances, with annotations, or tuples where make chose values_list().
    """

    def __init__(self, make):
        self.make = make
        self.plans = {}

    def __call__(self, **values):
        given = {name: _filled_up(value) if isinstance(value, list) else value for name, value in values.items()}
        shape = (connection.vendor, *[(name, _shape(value)) for name, value in given.items()])
        plan = self.plans.get(shape)
        if plan is None:
            plan = self.plans[shape] = self._plan(given)
        return plan.rows(given)

    def _plan(self, given):
        stand_ins = _StandIns()
        queryset = self.make(**{name: stand_ins.for_value(name, value) for name, value in given.items()})
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return _Nothing
        return _Plan(queryset, compiler, sql, stand_ins.gaps(params))


def _shape(value):
    return len(value) if isinstance(value, list) else type(value)


def _filled_up(numbers):
    """With the last number again until the length is a multiple of LIST_STEP."""
    return numbers + numbers[-1:] * (-len(numbers) % LIST_STEP)


def _adapted(value):
    """As the engine takes it among the parameters of a statement."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


class _StandIns:
    """Values that nothing else is equal to, to find the places of the true ones in the SQL's parameters."""

    def __init__(self):
        self.places = {}
        """{stand-in as the engine takes it: (name, place in the list or None)}"""

    def for_value(self, name, value):
        if isinstance(value, list):
            return [self._next(name, place, number) for place, number in enumerate(value)]
        return value if value is None else self._next(name, None, value)

    def _next(self, name, place, value):
        number = len(self.places)
        moment = isinstance(value, datetime)
        stand_in = STAND_IN_MOMENT + timedelta(seconds=number) if moment else STAND_IN_NUMBER + number
        self.places[_adapted(stand_in)] = (name, place)
        return stand_in

    def gaps(self, params):
        """[(a constant, None) or (name, place), …] in the order of the parameters."""
        missing = set(self.places) - set(params)
        if missing:
            raise LookupError(f"not among the parameters: {[self.places[stand_in] for stand_in in missing]}")
        return [(True, *self.places[value]) if value in self.places else (False, value, None) for value in params]


class _Nothing:
    @staticmethod
    def rows(values):
        return []


class _Plan:
    def __init__(self, queryset, compiler, sql, gaps):
        self.sql = sql
        self.gaps = gaps
        self.model = None
        columns = [expression for expression, _sql, _alias in compiler.select]
        self.converters = [
            (place, converter, expression)
            for place, (converters, expression) in compiler.get_converters(columns).items()
            for converter in converters
        ]
        if issubclass(queryset._iterable_class, ModelIterable):
            self.model = queryset.model
            self.fields = [columns[place].target.attname for place in compiler.klass_info["select_fields"]]
            self.annotations = list(compiler.annotation_col_map.items())

    def rows(self, values):
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._params(values))
            found = [self._converted(row) for row in cursor.fetchall()]
        return [self._instance(row) for row in found] if self.model else found

    def _params(self, values):
        params = []
        for is_gap, what, place in self.gaps:
            if is_gap:
                what = values[what] if place is None else values[what][place]
            params.append(_adapted(what))
        return params

    def _converted(self, row):
        row = list(row)
        for place, converter, expression in self.converters:
            row[place] = converter(row[place], expression, connection)
        return row

    def _instance(self, row):
        instance = self.model.from_db(connection.alias, self.fields, row[: len(self.fields)])
        for name, place in self.annotations:
            setattr(instance, name, row[place])
        return instance
