"""Django's PostgreSQL backend with the asker's scope set whenever a connection is checked out."""

from django.db.backends.postgresql import base

from sibao.kernel.database.scope import current_settings, set_scope


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, with the session settings that row-level security reads."""

    def init_connection_state(self) -> None:
        super().init_connection_state()
        set_scope(self.connection, current_settings())
        if not self.get_autocommit():
            self.connection.commit()
