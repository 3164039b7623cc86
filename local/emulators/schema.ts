// Every table of the emulators. STRICT makes SQLite refuse a value of another type than the column declares.
import { itemTables } from './dynamodb/item-tables.ts';

/** Counted up with every change of the tables, so that a directory of another version is refused, not misread. */
export const schemaVersion = 5;

// Bodies live apart from the state of their message: SQLite rewrites the whole row when a receive changes it.
const queueTables = `
CREATE TABLE queues (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  attributes TEXT NOT NULL,
  tags TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  purged_at INTEGER
) STRICT;
CREATE TABLE messages (
  sequence INTEGER PRIMARY KEY,
  queue_id INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  visible_at INTEGER NOT NULL,
  in_flight INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  receive_count INTEGER NOT NULL,
  first_received_at INTEGER,
  dead_letter_source TEXT,
  group_id TEXT
) STRICT;
CREATE INDEX messages_by_visibility ON messages (queue_id, visible_at, in_flight, sent_at);
CREATE INDEX messages_by_group ON messages (queue_id, group_id, visible_at, in_flight);
CREATE TABLE message_contents (
  sequence INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  body_md5 TEXT NOT NULL,
  attributes TEXT,
  trace_header TEXT
) STRICT;
CREATE TRIGGER contents_leave_with_their_message AFTER DELETE ON messages BEGIN
  DELETE FROM message_contents WHERE sequence = old.sequence;
END;
CREATE TABLE move_tasks (
  id INTEGER PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE,
  source_arn TEXT NOT NULL,
  destination_arn TEXT,
  rate_per_second INTEGER,
  status TEXT NOT NULL,
  failure_reason TEXT,
  started_at INTEGER NOT NULL,
  moved INTEGER NOT NULL,
  to_move INTEGER NOT NULL
) STRICT;
`;

const topicTables = `
CREATE TABLE topics (
  arn TEXT PRIMARY KEY,
  attributes TEXT NOT NULL,
  tags TEXT NOT NULL
) STRICT;
CREATE TABLE subscriptions (
  id INTEGER PRIMARY KEY,
  arn TEXT NOT NULL UNIQUE,
  topic_arn TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  attributes TEXT NOT NULL,
  UNIQUE (topic_arn, endpoint)
) STRICT;
`;

const bucketTables = `
CREATE TABLE buckets (
  name TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  versioning TEXT
) STRICT;
CREATE TABLE objects (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket TEXT NOT NULL,
  key TEXT NOT NULL,
  version_id TEXT NOT NULL,
  is_latest INTEGER NOT NULL,
  is_delete_marker INTEGER NOT NULL,
  etag TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  headers TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX latest_objects ON objects (bucket, key) WHERE is_latest = 1;
CREATE UNIQUE INDEX object_versions ON objects (bucket, key, version_id);
CREATE TABLE object_bodies (
  object_id INTEGER PRIMARY KEY,
  body BLOB NOT NULL
) STRICT;
CREATE TRIGGER bodies_leave_with_their_object AFTER DELETE ON objects BEGIN
  DELETE FROM object_bodies WHERE object_id = old.id;
END;
CREATE TABLE uploads (
  id TEXT PRIMARY KEY,
  bucket TEXT NOT NULL,
  key TEXT NOT NULL,
  headers TEXT NOT NULL
) STRICT;
CREATE TABLE upload_parts (
  upload_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  etag TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (upload_id, number)
) STRICT;
CREATE TRIGGER parts_leave_with_their_upload AFTER DELETE ON uploads BEGIN
  DELETE FROM upload_parts WHERE upload_id = old.id;
END;
`;

// What outlives a start besides: what functions printed, and which mappings an operator has switched.
const operationTables = `
CREATE TABLE log_lines (
  id INTEGER PRIMARY KEY,
  log_group TEXT NOT NULL,
  at INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  line TEXT NOT NULL
) STRICT;
CREATE INDEX log_lines_by_time ON log_lines (log_group, at);
CREATE TABLE switched_mappings (
  id TEXT PRIMARY KEY,
  is_enabled INTEGER NOT NULL
) STRICT;
`;

export const schema = queueTables + topicTables + bucketTables + operationTables + itemTables;
