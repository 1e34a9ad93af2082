"""One record of what happened: who did what to what, when, from where and why.

acts        every act that can be recorded, its words, and how long it is kept
models      the record itself: rows are added, never changed
services    adding rows, and deleting those that have served their time
selectors   the history of an object, and the words that rows are shown with
context     the client's address, for the duration of a request
middleware  sets the address; records refused accesses
signals     signing in and out
lockout     failed sign-ins, locking and unlocking
recorded    what the pages of the administration record
"""
