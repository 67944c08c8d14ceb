-- Who is to ring a person on the callback list. `auto`: given to a rep by Ringback after the Gate agreed to the routing;
-- `by-hand`: by a person; `manual`: the Gate did not agree, so a person has to choose, and the reason says why.
alter table callback_item add column assigned_to text;
alter table callback_item add column assignment text not null default 'none';
alter table callback_item add column assignment_reason text;
alter table callback_item add constraint callback_assignment_known
  check (assignment in ('none', 'auto', 'by-hand', 'manual'));
-- Who said that they are calling now, so that two people do not ring the same person.
alter table callback_item add column calling_by text;
alter table callback_item add column calling_at timestamptz;

-- The manual assignment list.
create index callback_to_assign on callback_item (tenant_id, created_at) where state = 'open' and assignment = 'manual';
