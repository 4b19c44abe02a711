"""How personal data look until a permitted, logged “show”: 张*三, 4108…0011, 138****0011."""


def mask_name(name: str) -> str:
    """Return the name with all but its first and last character hidden; a mark in brackets stays: 张*三（演示）."""
    name, bracket, mark = name.partition("（")
    if len(name) <= 1:
        return f"*{bracket}{mark}"
    hidden = f"{name[0]}*" if len(name) == 2 else f"{name[0]}*{name[-1]}"
    return f"{hidden}{bracket}{mark}"


def mask_phone(phone: str) -> str:
    """Return the phone number with its middle hidden."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else "****"


def mask_identity(number: str) -> str:
    """Return the identity number with its middle hidden."""
    return f"{number[:4]}…{number[-4:]}" if len(number) >= 10 else "…"
