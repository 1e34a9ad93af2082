"""Who may do what: the one place that names roles.

roles       the roles, and what each of them reaches
acts        what a person can ask to do, each with its name in Chinese
scope       what one person's memberships reach, read once per request
rules       one table: which roles may do which act; `may` and `require` ask it
visibility  one table: which rows of a model that is; `visible_to` and `allowed_to` of every queryset
powers      the same question from templates
access      who may open a page at all
refusals    what was refused during a request, for the record of events
"""
