/** What the server says: what was asked for, or what is wrong with it. */
export type Said<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly trouble: string };

/** Asks the server for something. It is this program's own, so what it answers has the form it says. */
export async function ask<T>(path: string, body: unknown, signal?: AbortSignal): Promise<Said<T>> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
    if (answer.ok) return { ok: true, value: (await answer.json()) as T };
    return { ok: false, trouble: await answer.text() };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return { ok: false, trouble: '' };
    return {
      ok: false,
      trouble: 'scim-conformance ui does not answer: is it still running in its terminal?',
    };
  }
}
