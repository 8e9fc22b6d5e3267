import type { Session } from './session.ts';

/** A value that every session has one of, made when it is first asked for. */
export function oncePerSession<T>(make: (session: Session) => T): (session: Session) => T {
  const known = new WeakMap<Session, T>();
  return (session) => {
    const found = known.get(session);
    if (found !== undefined) return found;
    const made = make(session);
    // Whoever waits for it fails, not the process.
    if (made instanceof Promise) made.catch(() => {});
    known.set(session, made);
    return made;
  };
}
