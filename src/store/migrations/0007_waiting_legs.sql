-- Legs that arrived before the call they belong to wait here until it comes.
create index inbox_waiting_legs on inbox using gin ((detail -> 'links')) where state = 'unrouted';
