"""Configuration files for tests."""

from __future__ import annotations

__all__ = ["COMPOSE", "LOCK", "NGINX", "PROPERTIES", "SETUP"]

_SERVICE = """  {name}:
    image: registry.example.com/{name}:1.{number}
    restart: unless-stopped
    environment:
      LOG_LEVEL: info
      QUEUE_URL: amqp://broker:5672/{name}
      CACHE_TTL_SECONDS: "{number}00"
    volumes:
      - data-{name}:/var/lib/{name}
      - ./conf/{name}.yaml:/etc/{name}.yaml:ro
    ports:
      - "80{number}:8080"
"""
COMPOSE = (
    "# Services of the shop.\nversion: '3.8'\nservices:\n"
    + "".join(
        _SERVICE.format(name=name, number=10 + number)
        for number, name in enumerate(("web", "billing", "search", "mailer", "audit"))
    )
    + "volumes:\n  data-web: {}\n"
)
LOCK = "version = 1\n\n" + "".join(
    f'[[package]]\nname = "package-{number}"\nversion = "{number}.2.0"\nsource = "registry"\n'
    f'dependencies = [\n "core",\n "package-{number + 1}",\n]\n\n'
    for number in range(60)
)
SETUP = (
    "[metadata]\nname = sample\nversion = 1.2.3\n\n[options]\nzip_safe = false\ninstall_requires =\n"
    + "".join(f"    requirement-{number}>=1.{number}\n" for number in range(40))
    + "\n[flake8]\nmax-line-length = 100\nper-file-ignores =\n"
    + "".join(f"    module_{number}.py: E501\n" for number in range(40))
)
PROPERTIES = "# Connection\n" + "".join(
    f"spring.{group}.{name}={group}-{name}-value\n"
    for group in ("datasource", "kafka", "mail", "security", "cache")
    for name in ("url", "user", "password", "timeout", "retries", "pool-size", "driver", "schema", "mode")
)
NGINX = "worker_processes auto;\n" + "".join(
    f"server {{\n    listen 80{number};\n    server_name host{number}.example.com;\n"
    f"    location / {{\n        proxy_pass http://10.0.0.{number}:9000;\n"
    f"        proxy_read_timeout {number}0s;\n        proxy_set_header Host $host;\n"
    f"        proxy_set_header X-Real-IP $remote_addr;\n    }}\n}}\n"
    for number in range(10, 22)
)
