-- Times are milliseconds since 1970 (UTC). Hashes are SHA-256, 32 bytes.

CREATE TABLE user (
    id                  TEXT PRIMARY KEY,
    name                TEXT NOT NULL UNIQUE COLLATE NOCASE,
    email               TEXT NOT NULL,
    password_hash       TEXT NOT NULL,
    is_admin            INTEGER NOT NULL CHECK (is_admin IN (0, 1)),
    is_active           INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    created_at          INTEGER NOT NULL,
    password_changed_at INTEGER NOT NULL
) WITHOUT ROWID;

-- A subject identifier is never used again, also when its user is gone.
CREATE TABLE removed_user (
    id TEXT PRIMARY KEY
) WITHOUT ROWID;

-- Ended sessions stay until expires_at, also those of removed users and clients: no foreign keys upwards.
CREATE TABLE session (
    id              TEXT PRIMARY KEY,
    user_id         TEXT NOT NULL,
    client_id       TEXT NOT NULL,
    cookie_hash     BLOB CHECK (length(cookie_hash) = 32),
    created_at      INTEGER NOT NULL,
    last_used_at    INTEGER NOT NULL,
    idle_expires_at INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    address         TEXT NOT NULL,
    user_agent      TEXT NOT NULL
);
CREATE UNIQUE INDEX session_by_cookie ON session (cookie_hash) WHERE cookie_hash IS NOT NULL;
CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_expiry ON session (expires_at);

-- A rotation finds its family by `number` (the first eight bytes of the handle's hash) and changes no indexed column.
CREATE TABLE refresh_family (
    number          INTEGER PRIMARY KEY,
    handle_hash     BLOB NOT NULL CHECK (length(handle_hash) = 32),
    current_hash    BLOB NOT NULL CHECK (length(current_hash) = 32),
    previous_hash   BLOB CHECK (length(previous_hash) = 32),
    rotated_at      INTEGER NOT NULL,
    idle_expires_at INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    session_id      TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    user_id         TEXT NOT NULL,
    client_id       TEXT NOT NULL,
    scope           TEXT NOT NULL,
    audience        TEXT NOT NULL
);
CREATE INDEX refresh_family_by_session ON refresh_family (session_id);
CREATE INDEX refresh_family_by_expiry ON refresh_family (expires_at);

-- The sealed successor of each family that was rotated lately, in the order of time: a rotation appends here, and what is
-- out of grace is erased from the other end, many to a page.
CREATE TABLE sealed_successor (
    rotated_at INTEGER NOT NULL,
    family     INTEGER NOT NULL,
    sealed     BLOB NOT NULL,
    PRIMARY KEY (rotated_at, family)
) WITHOUT ROWID;
CREATE TRIGGER sealed_successor_goes_with_its_family AFTER DELETE ON refresh_family BEGIN
    DELETE FROM sealed_successor WHERE rotated_at = old.rotated_at AND family = old.number;
END;

-- Lists are texts with a line feed after each element.
CREATE TABLE client (
    id                        TEXT PRIMARY KEY,
    secret_hash               BLOB CHECK (length(secret_hash) = 32),
    grants                    TEXT NOT NULL,
    scopes                    TEXT NOT NULL,
    resources                 TEXT NOT NULL,
    believes_end_user_address INTEGER NOT NULL CHECK (believes_end_user_address IN (0, 1)),
    created_at                INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE signing_key (
    kid                TEXT PRIMARY KEY,
    algorithm          TEXT NOT NULL,
    public_jwk         TEXT NOT NULL,
    sealed_private_jwk BLOB NOT NULL,
    created_at         INTEGER NOT NULL,
    signs_from         INTEGER NOT NULL,
    signs_until        INTEGER,
    published_until    INTEGER
) WITHOUT ROWID;

-- Written by a readiness check, which must know that a write can become durable.
CREATE TABLE readiness (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    checks   INTEGER NOT NULL
);
INSERT INTO readiness VALUES (1, 0);
