"""Creating the tables of a base, and bringing an older layout forward."""

from attrs import frozen
from sqlalchemy import select, update

from crmkit.backends.sql.database import Session, read
from crmkit.backends.sql.migrations import MIGRATIONS
from crmkit.backends.sql.place import Place
from crmkit.backends.sql.tables import LAYOUT
from crmkit.exceptions import StoreCorruptError, StoreNewerError


@frozen(eq=False)
class Layout(Place):
    """The layout of a base."""

    def prepare(self) -> None:
        """Create the tables where there are none, and bring an older layout forward.

        Raises:
            StoreNewerError: a newer crmkit wrote the base.
            StoreCorruptError: it does not say which layout it has.
        """
        if self._found() == LAYOUT:
            return
        with self.database.writing() as session:
            self._migrate(session, self._found())

    def _found(self) -> int | None:
        meta = self.tables.meta
        if not self.database.has(meta):
            return None
        found = read(self.database, select(meta.c.value).where(meta.c.name == "layout"))
        layout = found[0][0] if found else None
        if not isinstance(layout, int) or layout < 1:
            raise StoreCorruptError(f"{self.name} does not say which layout it has; restore the last good copy.")
        if layout > LAYOUT:
            raise StoreNewerError(
                f"{self.name} was written by a newer crmkit (layout {layout}, this one knows {LAYOUT}); upgrade crmkit."
            )
        return layout

    def _migrate(self, session: Session, layout: int | None) -> None:
        meta = self.tables.meta
        if layout is None:
            if self.database.has(self.tables.facts):
                raise StoreCorruptError(f"{self.name} does not say which layout it has; restore the last good copy.")
            self.database.create(self.tables)
            session.insert(meta, [("layout", LAYOUT), ("version", 0)])
            return
        for number in range(layout, LAYOUT):
            MIGRATIONS[number](session, self.tables)
        session.run(update(meta).where(meta.c.name == "layout").values(value=LAYOUT))
