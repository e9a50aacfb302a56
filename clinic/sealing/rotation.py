"""Key rotation: every sealed column, and every secret of a second factor, is sealed anew with the current key."""

import binascii
from base64 import b64decode, b64encode
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from clinic.sealing.field import SealedText, sealed_fields
from clinic.sealing.keys import FACTOR_CONTEXT, CannotOpen, KeyRing

BATCH = 500
SECRETS = ("secret", "seed")  # of an authenticator app, and of recovery codes


def reseal(*, ring: KeyRing) -> int:
    """Seal anew what an older key sealed; returns how many values. A row changed meanwhile is left to the next run."""
    n = 0
    for model, field in columns():
        n += reseal_column(model, str(field.column), field.context, ring=ring)
    return n + sum(reseal_factor(pk, ring=ring) for pk in factors().values_list("pk", flat=True))


def waiting(*, ring: KeyRing) -> int:
    """How many values an older key still seals."""
    n = 0
    for model, field in columns():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "{field.column}" FROM "{model._meta.db_table}"')  # noqa: S608 - our own names
            n += sum(ring.key_name(bytes(value)) != ring.current for (value,) in cursor if value)
    return n + sum(len(old_secrets(data, ring=ring)) for data in factors().values_list("data", flat=True))


def columns() -> list[tuple[type[models.Model], SealedText]]:
    """Every sealed column of the installation."""
    return [(model, field) for model in apps.get_models() for field in sealed_fields(model)]


def reseal_column(model: type[models.Model], column: str, context: str, *, ring: KeyRing) -> int:
    """One column, in batches of rows, each batch its own transaction."""
    table, key = model._meta.db_table, model._meta.pk
    n, last = 0, None
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            after = "" if last is None else f'WHERE "{key.column}" > %s'
            select = f'SELECT "{key.column}", "{column}" FROM "{table}" {after} '  # noqa: S608 - our own names
            cursor.execute(f'{select} ORDER BY "{key.column}" LIMIT {BATCH}', [] if last is None else [last])
            rows = cursor.fetchall()
            for row, value in rows:
                old = b"" if value is None else bytes(value)
                if not old or ring.key_name(old) == ring.current:
                    continue
                bound = f"{context}:{key.to_python(row)}"
                new = ring.seal(ring.open(old, context=bound), context=bound)
                change = f'UPDATE "{table}" SET "{column}" = %s WHERE'  # noqa: S608 - our own names
                cursor.execute(f'{change} "{key.column}" = %s AND "{column}" = %s', [new, row, old])
                n += cursor.rowcount
        if len(rows) < BATCH:
            return n
        last = rows[-1][0]


def factors() -> models.QuerySet[Any]:
    """The second factors of everybody, which allauth keeps."""
    found: models.QuerySet[Any] = apps.get_model("mfa", "Authenticator")._default_manager.order_by("pk")
    return found


def old_secrets(data: dict[str, Any], *, ring: KeyRing) -> dict[str, bytes]:
    """The secrets of one factor that an older key sealed, by name."""
    sealed = {name: unpacked(data[name]) for name in SECRETS if data.get(name)}
    return {name: secret for name, secret in sealed.items() if ring.key_name(secret) != ring.current}


def unpacked(text: str) -> bytes:
    """What `SecondFactor.encrypt` packed for a JSON column."""
    try:
        return b64decode(text, validate=True)
    except binascii.Error:
        raise CannotOpen("The secret of a second factor is not sealed.") from None


def reseal_factor(pk: Any, *, ring: KeyRing) -> int:
    """One factor, locked meanwhile, so that no use of a recovery code is lost; returns how many secrets."""
    with transaction.atomic():
        factor = factors().select_for_update().filter(pk=pk).first()
        if factor is None:
            return 0
        old = old_secrets(factor.data, ring=ring)
        if old:
            texts = {name: ring.open(secret, context=FACTOR_CONTEXT) for name, secret in old.items()}
            anew = {name: ring.seal(text, context=FACTOR_CONTEXT) for name, text in texts.items()}
            factor.data |= {name: b64encode(secret).decode() for name, secret in anew.items()}
            factor.save(update_fields=["data"])
        return len(old)
