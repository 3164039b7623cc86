// Keys are bytes, in whose order DynamoDB sorts them. SQLite rewrites the whole row when an item changes, so its long texts
// (`long_texts` names them, as JSON) live apart, and an entry holds what its index projects only where that is little: of
// a wide index it leads to the item.
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
  attributes TEXT NOT NULL,
  long_texts TEXT
) STRICT;
CREATE UNIQUE INDEX items_by_key ON items (table_id, partition, sort);
CREATE TABLE long_texts (
  item_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (item_id, name)
) STRICT;
CREATE TRIGGER texts_leave_with_their_item AFTER DELETE ON items WHEN old.long_texts IS NOT NULL BEGIN
  DELETE FROM long_texts WHERE item_id = old.id;
END;
CREATE TABLE index_entries (
  table_id INTEGER NOT NULL,
  index_number INTEGER NOT NULL,
  partition BLOB NOT NULL,
  sort BLOB NOT NULL,
  item_partition BLOB NOT NULL,
  item_sort BLOB NOT NULL,
  item_id INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  attributes TEXT,
  PRIMARY KEY (table_id, index_number, partition, sort, item_partition, item_sort)
) STRICT, WITHOUT ROWID;
CREATE TABLE transaction_tokens (
  token TEXT PRIMARY KEY,
  hash TEXT NOT NULL,
  written_at INTEGER NOT NULL
) STRICT;
CREATE INDEX tokens_by_age ON transaction_tokens (written_at);
`;
