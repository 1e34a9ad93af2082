"""Starts the demo profile on one machine and lets nothing of it outlive the terminal: `manage.py serve`.

supervisor   starts everything in order, watches it, stops it in order
programs     what runs: web, two workers, beat
broker       the private message broker
child        one program under its guard, seen from the launcher
guard        the guard itself, a plain script: ends its program when the launcher is gone, however it went
state_folder the folder that holds state: lock, secret, logs
address      the address that web listens on
prepare      brings database, static files and demo data up to date, in a process of its own
errors       what ends a start, in one line
install      makes `.venv` (`make install`); needs nothing but Python
"""
