/** One step from a schema version to the next: never edited once it has been released, only followed. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/**
 * All steps in order. Only this DDL is SQLite's own (`strict` makes it hold to the column types); the
 * queries are plain enough for Postgres. `document` columns are explained in tables.ts.
 */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    sql: `
      create table counters (name text primary key, value integer not null) strict, without rowid;
      insert into counters values ('events', 0), ('incidents', 0);

      create table alerts (
        id text primary key, fingerprint text not null, rule text not null, firing integer not null, severity integer not null,
        since_ms integer not null, seen_ms integer not null, document text not null) strict;
      create unique index alerts_firing on alerts (fingerprint) where firing = 1;
      create index alerts_seen on alerts (rule, seen_ms) where firing = 1;
      create index alerts_worst on alerts (severity desc, since_ms desc) where firing = 1;

      create table incidents (
        id text primary key, group_key text not null, open integer not null, severity integer not null,
        opened_ms integer not null, due_ms integer, resolved_ms integer, document text not null) strict;
      create unique index incidents_open on incidents (group_key) where open = 1;
      create index incidents_group on incidents (group_key, opened_ms);
      create index incidents_worst on incidents (severity desc, opened_ms desc) where open = 1;
      create index incidents_resolved on incidents (resolved_ms) where resolved_ms is not null;
      create index incidents_due on incidents (due_ms) where due_ms is not null;

      create table incident_alerts (
        alert_id text primary key references alerts (id),
        incident_id text not null references incidents (id)) strict, without rowid;
      create index incident_alerts_incident on incident_alerts (incident_id);

      create table events (
        seq integer primary key, source text not null, id text not null, at_ms integer not null,
        document text not null, unique (source, id)) strict;
      create table consumers (consumer text primary key, seq integer not null) strict, without rowid;

      create table checkpoints (
        source text not null, stream text not null, position text not null, at_ms integer not null,
        primary key (source, stream)) strict, without rowid;
      create table rule_states (
        rule text not null, hash text not null, key text not null, state text not null,
        primary key (rule, hash, key)) strict, without rowid;
      create table leases (
        name text primary key, holder text not null, fence integer not null,
        expires_ms integer not null) strict, without rowid;

      create table audit (
        seq integer primary key, at_ms integer not null, actor text not null, action text not null,
        resource text not null, outcome text not null, policies text not null, detail text not null,
        mac text not null) strict;`,
  },
  {
    version: 2,
    sql: `
      alter table incidents add column parent text;
      update incidents set parent = json_extract(document, '$.parent');
      update incidents set document = json_set(document, '$.state.asksAtMs', null)
        where json_extract(document, '$.state.kind') = 'acknowledged';
      update incidents set document = json_set(document, '$.state.by', null, '$.state.note', null)
        where json_extract(document, '$.state.kind') = 'resolved';
      create index incidents_parent on incidents (parent) where parent is not null;

      create table posts (
        key text primary key, seq integer not null unique, subject text not null, todo text, due_ms integer not null,
        changed_ms integer not null, place text, document text not null) strict;
      create index posts_todo on posts (todo, due_ms) where todo is not null;
      create index posts_subject on posts (subject);
      create index posts_place on posts (place) where place is not null;
      create index posts_changed on posts (changed_ms);
      insert into counters values ('posts', 0);`,
  },
  {
    version: 3,
    sql: `
      create table plans (
        id text primary key, seq integer not null unique, incident text, open integer not null, approved integer not null,
        expires_ms integer not null, document text not null) strict;
      create unique index plans_open on plans (incident) where open = 1 and incident is not null;
      create index plans_incident on plans (incident) where incident is not null;
      create index plans_todo on plans (seq) where open = 1;
      create table runs (
        id text primary key, seq integer not null unique, plan text not null unique references plans (id),
        runbook text not null, target text not null, open integer not null, started_ms integer not null,
        ended_ms integer, document text not null) strict;
      create index runs_todo on runs (seq) where open = 1;
      create index runs_of on runs (runbook, target);
      create table pauses (scope text primary key, document text not null) strict, without rowid;
      insert into counters values ('plans', 0), ('runs', 0);

      alter table posts add column channel text not null default '';
      alter table posts add column top integer not null default 0;
      update posts set channel = json_extract(document, '$.channel'),
        top = case when json_extract(document, '$.thread') is null then 1 else 0 end;
      create index posts_channel on posts (channel, top desc, seq) where todo = 'send';`,
  },
];
