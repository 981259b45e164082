/*
 * The table, and one statement for each step. Times are counted by the clock of the database alone. $1 is the key with its
 * prefix, $2 the token, $3 milliseconds.
 */

/**
 * Makes the table if it is not there. The lock is for processes that start at the same time. CREATE INDEX would wait for
 * every transaction of `within`, and all reservations for it, also if the index is there.
 */
export const createTable: string = `
SELECT pg_advisory_xact_lock(hashtext('cmp_webhook_events'));
DO $$ BEGIN IF to_regclass(quote_ident(current_schema()) || '.cmp_webhook_events_until') IS NULL THEN
CREATE TABLE IF NOT EXISTS cmp_webhook_events (
  key text COLLATE "C" PRIMARY KEY,
  token text NOT NULL,
  done boolean NOT NULL,
  until timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS cmp_webhook_events_until ON cmp_webhook_events (until);
END IF; END $$`;

const until = "clock_timestamp() + $3::float8 * interval '1 millisecond'";

/**
 * Removes two rows whose time is over. As one is added at most each time, these become fewer. It skips what others have
 * locked, and comes after the row of the statement's own key, so that no two statements can wait for each other.
 */
const sweep = (condition: string): string => `
  DELETE FROM cmp_webhook_events WHERE key IN (
    SELECT key FROM cmp_webhook_events WHERE until <= statement_timestamp() ${condition}
    ORDER BY until LIMIT 2 FOR UPDATE SKIP LOCKED
  )`;

/**
 * One row: "reserved", "done" or "in_flight". When another process changes the row at the same time, the second look may
 * still see the old one: then it is "in_flight", which brings the delivery again.
 */
export const reserve: string = `
WITH swept AS (${sweep("AND key <> $1")}), taken AS (
  INSERT INTO cmp_webhook_events AS old (key, token, done, until) VALUES ($1, $2, false, ${until})
  ON CONFLICT (key) DO UPDATE SET token = excluded.token, done = false, until = excluded.until
  WHERE old.until <= clock_timestamp() OR (old.token = excluded.token AND NOT old.done)
  RETURNING key
)
SELECT CASE
  WHEN EXISTS (SELECT FROM taken) THEN 'reserved'
  WHEN EXISTS (SELECT FROM cmp_webhook_events WHERE key = $1 AND done AND until > clock_timestamp()) THEN 'done'
  ELSE 'in_flight'
END AS answer`;

/** One row if the key is done by this token now, also if it was before; none if another has it. */
export const complete: string = `
INSERT INTO cmp_webhook_events AS old (key, token, done, until) VALUES ($1, $2, true, ${until})
ON CONFLICT (key) DO UPDATE SET token = excluded.token, done = true,
  until = CASE WHEN old.done AND old.until > clock_timestamp() THEN old.until ELSE excluded.until END
WHERE old.until <= clock_timestamp() OR old.token = excluded.token
RETURNING key`;

export const release: string = "DELETE FROM cmp_webhook_events WHERE key = $1 AND token = $2 AND NOT done";

/** One row if the key was not done; none if it is. It waits while another transaction marks the same key. */
export const mark: string = `
INSERT INTO cmp_webhook_events AS old (key, token, done, until) VALUES ($1, $2, true, ${until})
ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE old.until <= clock_timestamp()
RETURNING key`;

/** After a transaction of its own, which would keep the rows locked until its end. */
export const sweepAfter: string = sweep("");
