"""Which addresses that somebody typed may become links."""

from urllib.parse import urlsplit


def safe_address(typed: str) -> str:
    """Return an address of the web that may be a link, nothing where it is another kind of address or none."""
    try:
        parts = urlsplit(typed.strip())
    except ValueError:
        return ""
    return typed.strip() if parts.scheme in ("https", "http") and parts.netloc else ""
