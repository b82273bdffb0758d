-- A monthly return as it was received. A correction is a new row: the one with the greatest seq counts.
CREATE TABLE monthly_return (
    id            BIGINT PRIMARY KEY,
    seq           BIGINT NOT NULL,
    establishment BIGINT NOT NULL CONSTRAINT return_establishment_known REFERENCES establishment_code (id),
    month         TEXT NOT NULL,
    received      TEXT NOT NULL,
    locked        BIGINT NOT NULL,   -- 1: received after the month was locked; enters a later vintage only
    employees     BIGINT,
    capacity_used DOUBLE PRECISION,
    reason        TEXT NOT NULL,
    CONSTRAINT return_once UNIQUE (establishment, month, seq),
    CONSTRAINT return_locked_truth CHECK (locked IN (0, 1)),
    CONSTRAINT return_employees_range CHECK (employees >= 0),
    CONSTRAINT return_capacity_range CHECK (capacity_used >= 0)
);
CREATE INDEX monthly_return_by_month ON monthly_return (month);

-- Its lines: thirty million of them in a large office, so the key is the row (no second copy in an index).
CREATE TABLE return_line (
    return_id       BIGINT NOT NULL CONSTRAINT return_line_return_known REFERENCES monthly_return (id),
    product         BIGINT NOT NULL CONSTRAINT return_line_product_known REFERENCES product_code (id),
    seq             BIGINT NOT NULL,
    actual_previous DOUBLE PRECISION,
    estimate        DOUBLE PRECISION,
    plan_next       DOUBLE PRECISION,
    shipments       DOUBLE PRECISION,
    shipments_value DOUBLE PRECISION,
    opening_stock   DOUBLE PRECISION,
    closing_stock   DOUBLE PRECISION,
    CONSTRAINT return_line_once PRIMARY KEY (return_id, product)
) /*sqlite WITHOUT ROWID */;
