-- The telephone of an account that takes short texts (SMS, Zalo); a later row supersedes.
CREATE TABLE account_phone (
    id     BIGINT PRIMARY KEY,
    seq    BIGINT NOT NULL,
    login  TEXT NOT NULL,
    number TEXT                  -- +84912345678; NULL once taken away
);
CREATE INDEX account_phone_login ON account_phone (login, id);
