"""Summaries that are asked for now and fetched later. `Jobs` is in `service.jobs.jobs`.

    door -> jobs (what doors ask) -> store (SQL: what is to be done, and what came of it)
                                  -> executor (threads of this process), or broker and worker (Celery)
                                     -> runner (does one job)

The store alone decides: whoever holds a job's lease may finish it, and nobody else. A queue only says that
there is something to do, so a message that is lost or comes twice does no harm.
"""
