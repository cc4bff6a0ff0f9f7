"""The addresses under which other machines reach this one, and how to show them."""

import io
import ipaddress
import socket


def is_loopback(host: str) -> bool:
    """Whether an address or name is a loopback one, which no other machine can reach."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost" or host.lower().endswith(".localhost")


def addresses(host: str) -> list[str]:
    """The addresses under which other machines reach a server that listens on `host`, most likely first.

    Args:
        host: an address or name; an unspecified address (`0.0.0.0`, `::`) stands for all of this machine's.
    """
    if is_loopback(host):
        return []
    try:
        unspecified = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        unspecified = False
    if not unspecified:
        return [host]
    import psutil

    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        each.address
        for name, interface in psutil.net_if_addrs().items()
        for each in interface
        if name in up and each.family == socket.AF_INET and not is_loopback(each.address)
    ]
    first = _outward()
    return sorted(found, key=lambda address: (address != first, address.startswith("169.254.")))


def own_names(host: str) -> list[str]:
    """The names that other machines may use for this one, if a server listens on all of its addresses."""
    name = socket.gethostname().lower()
    return [name, f"{name.partition('.')[0]}.local"] if host in ("0.0.0.0", "::") and name else []


def qr_in_terminal(url: str) -> str:
    """A QR code of an address, drawn with half blocks."""
    import segno

    drawn = io.StringIO()
    segno.make(url, error="m").terminal(drawn, compact=True)
    return drawn.getvalue()


def qr_as_svg(url: str) -> str:
    """A QR code of an address as an SVG element, with the address as its name."""
    import segno

    return segno.make(url, error="m").svg_inline(scale=8, border=4, title="QR code of the address", omitsize=True)


def _outward() -> str:
    """The address that this machine would use for outgoing traffic; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return probe.getsockname()[0]
