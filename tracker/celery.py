"""The Celery application. Jobs live in `<app>/jobs.py`.

There is a queue for each sort of background job (see `tasks.jobs`) and one for the schedule. Reading documents has
worker processes of its own, so that a long row of large files keeps no report waiting; every worker hears the schedule,
so that lost jobs are looked after while some of them are busy.

A message to a worker is a ticket: come and take the next job. Which jobs wait, run and are lost stands in the database
and not here, so a ticket is acknowledged when it is taken, may be lost and may come twice. Messages of the schedule are
acknowledged only after their work (acks_late) and given back when a child is lost. Those that a worker had fetched
before it died become visible again after `visibility_timeout`, when the broker's list of unacknowledged messages is
next looked through: every `unacked_restore_interval` seconds (a throttle of 1; kombu's default of 10 looks only every
tenth time).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
app.autodiscover_tasks(["tasks.jobs"], related_name="tickets")
