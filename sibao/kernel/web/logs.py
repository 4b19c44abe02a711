"""Logs as JSON lines, each with the request it belongs to."""

import json
import logging

from sibao.kernel import access


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request, account; a traceback where there is one.

    What a caller gives as `extra={"told": {…}}` stands in the line under its own names.
    """

    def format(self, record: logging.LogRecord) -> str:
        actor = access.current()
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if actor is not None:
            line |= {"request": actor.request_id, "account": actor.account_id}
        elif request_id := getattr(getattr(record, "request", None), "request_id", ""):
            line["request"] = request_id
        line |= getattr(record, "told", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
