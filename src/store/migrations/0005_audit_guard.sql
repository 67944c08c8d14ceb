-- The audit log only grows: a slip in our own code (or a hurried hand at a console) cannot change it. Someone who owns
-- the database can still remove this guard; `ringback audit verify` is there for that.

create trigger audit_record_kept before delete on audit_record
  for each row execute function refuse_change();

-- The sequencer gives a record its place, once. Nothing else of a record ever changes.
create trigger audit_record_unchanged before update on audit_record
  for each row when (
    old.leaf_index is not null or new.id <> old.id or new.tenant_id <> old.tenant_id or new.kind <> old.kind
    or new.attempt_id is distinct from old.attempt_id or new.subject_id is distinct from old.subject_id
    or new.occurred_at <> old.occurred_at or new.leaf <> old.leaf or new.leaf_hash <> old.leaf_hash
    or new.created_at <> old.created_at
  ) execute function refuse_change();

create trigger audit_checkpoint_append_only before update or delete on audit_checkpoint
  for each row execute function refuse_change();
