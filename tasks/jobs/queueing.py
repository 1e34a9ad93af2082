"""Telling the workers of a queue that a job waits, from a web page that must not wait for a queue that is away."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

# Two tries of less than a second each, so that a page answers within three; settings allow a worker more.
QUICK = {"socket_connect_timeout": 0.8, "socket_timeout": 0.8, "max_retries": 1, "interval_start": 0.2}
TICKET = "tasks.jobs.tickets.take_next"
TICKET_EXPIRES = 60  # seconds; none pile up while no worker is there, and `jobs_sweep` sends others

logger = logging.getLogger(__name__)


def ticket_send(queue: str) -> bool:
    """Have a worker of the queue come and take the next job; False, within seconds, when there is no queue.

    Which job that is, the database says when the worker comes. A connection of its own: one from the pool may be dead
    since the broker was last restarted.
    """
    options = {**current_app.conf.broker_transport_options, **QUICK}
    try:
        with current_app.connection_for_write(transport_options=options) as connection:
            current_app.send_task(
                TICKET, (queue,), queue=queue, expires=TICKET_EXPIRES, connection=connection, retry=False
            )
    except (OperationalError, OSError):
        logger.warning("no ticket could be sent to %s", queue, exc_info=True)
        return False
    return True
