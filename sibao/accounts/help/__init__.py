"""Help on the pages of accounts (帮助)."""

from sibao.accounts.help import access, accounts, sign_in  # noqa: F401  (each adds its pages)
