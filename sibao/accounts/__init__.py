"""账号: people who sign in; positions, appointments, roles as data, scopes."""
