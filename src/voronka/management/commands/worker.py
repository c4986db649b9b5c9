"""`voronka worker`: what is done beside the requests, in a process of its own, until it is stopped."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from voronka.management.prepare import prepare_database
from voronka.worker.loop import Worker


class Command(BaseCommand):
    help = "Does what is due: robots, limits, messages. `voronka serve` does so too, unless told --no-worker."
    requires_system_checks = []

    def handle(self, **_: Any) -> None:
        prepare_database(self.stdout)
        worker = Worker()

        def stop(number: int, frame: FrameType | None) -> None:
            del number, frame
            worker.stop()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        self.stdout.write("The worker works  (Ctrl+C stops it)")
        self.stdout.flush()
        worker.run()
