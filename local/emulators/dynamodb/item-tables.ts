// Keys are bytes, in whose order DynamoDB sorts them. An entry holds what its index projects; its id is made of its item's
// and its index's number, so an item that changes finds it again.
export const itemTables = `
CREATE TABLE tables (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_by TEXT
) STRICT;
CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  table_id INTEGER NOT NULL,
  partition BLOB NOT NULL,
  sort BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  attributes TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX items_by_key ON items (table_id, partition, sort);
CREATE TABLE index_entries (
  id INTEGER PRIMARY KEY,
  table_id INTEGER NOT NULL,
  index_number INTEGER NOT NULL,
  partition BLOB NOT NULL,
  sort BLOB NOT NULL,
  item_partition BLOB NOT NULL,
  item_sort BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  attributes TEXT NOT NULL
) STRICT;
CREATE INDEX entries_by_key
  ON index_entries (table_id, index_number, partition, sort, item_partition, item_sort, bytes);
CREATE TABLE transaction_tokens (
  token TEXT PRIMARY KEY,
  hash TEXT NOT NULL,
  written_at INTEGER NOT NULL
) STRICT;
CREATE INDEX tokens_by_age ON transaction_tokens (written_at);
`;
