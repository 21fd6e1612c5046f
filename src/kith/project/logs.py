"""Keeps the values of requests and statements out of the log."""

import logging


class WithoutValues(logging.Filter):
    """A filter that keeps the kind and place of an error and drops every value it carried."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace an exception's text by its type and the place it came from."""
        if record.exc_info and record.exc_info[1] is not None:
            error, trace = record.exc_info[1], record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_filename.rsplit('/src/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
            record.msg, record.args = "%s at %s", (type(error).__name__, place)
            record.exc_info = record.exc_text = None
        if record.name.startswith("django.request") and record.args:
            record.args = tuple("-" if isinstance(value, str) and "?" in value else value for value in record.args)
        return True
