from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = "任务督办"

    def ready(self) -> None:
        from tasks.events import recorded, signals  # noqa: F401  connect the receivers
