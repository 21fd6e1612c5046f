"""A mail server for the measurements: it takes everything and keeps of each mail whom it was for and its Message-ID.

Run by benchmarks/circulation.py in a process of its own: `python benchmarks/smtp_sink.py FILE`. It prints its port, and
writes one line a mail to FILE before it answers, so that what it has acknowledged is always in the file.
"""

import re
import socketserver
import sys
from pathlib import Path
from typing import BinaryIO

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


class Conversation(socketserver.StreamRequestHandler):
    """One conversation: HELO or EHLO, then any number of mails."""

    log: BinaryIO

    def handle(self) -> None:
        """Answer until the other side leaves, or is gone."""
        self._say("220 sink")
        recipients: list[bytes] = []
        try:
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"RCPT":
                    recipients.append(line.split(b"<", 1)[1].split(b">", 1)[0])
                if verb == b"DATA":
                    self._say("354 go on")
                    self._take(recipients)
                    recipients = []
                elif verb == b"QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 sink" if verb != b"EHLO" else "250-sink\r\n250 8BITMIME")
        except (ConnectionError, TimeoutError):
            return

    def _take(self, recipients: list[bytes]) -> None:
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        if line != b".\r\n":
            raise ConnectionResetError
        found = _MESSAGE_ID.search(b"".join(lines))
        for recipient in recipients:
            self.log.write(recipient + b" " + (found.group(1) if found else b"-") + b"\n")
        self.log.flush()
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    """Takes conversations side by side."""

    daemon_threads = True
    allow_reuse_address = True


def main(file: str) -> None:
    """Listen until stopped."""
    with Path(file).open("ab") as log:
        Conversation.log = log
        with Sink(("127.0.0.1", 0), Conversation) as server:
            print(server.server_address[1], flush=True)
            server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
