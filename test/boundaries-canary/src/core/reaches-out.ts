// A planted violation: the boundary check must report it, or the check itself has stopped working.
import { row } from '../store/row.ts';

export const leaked = row;
