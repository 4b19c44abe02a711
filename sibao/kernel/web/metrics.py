"""What the web process counts of its requests, for monitoring; never by person, address or id."""

from prometheus_client import Counter, Histogram

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUESTS = Counter("sibao_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram("sibao_request_seconds", "Seconds from a request to its answer.", ["route"], buckets=BUCKETS)
LIMITED = Counter("sibao_limited", "Requests refused because there were too many.", ["what"])
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request.

    Args:
        route: the pattern of the address, never the address itself.
        seconds: from its arrival to its answer.
    """
    REQUESTS.labels(method if method in METHODS else "other", route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
