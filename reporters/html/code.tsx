import type { ComponentChildren } from 'preact';
import type { Json } from '../../scim/json.ts';
import { difference, type Piece } from '../difference.ts';
import { clip, prettyJson, visible } from '../text.ts';

/** A block of evidence; it takes the focus, so that a keyboard can scroll it. The program of a page may fill one with a name. */
export function Box({ children, name }: { readonly children?: ComponentChildren; readonly name?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to take the focus (WCAG 2.1.1)
    <pre class="box" tabIndex={0} data-box={name}>
      {children}
    </pre>
  );
}

/** What was expected beside what came, with the difference marked. */
export function ExpectedActual(props: {
  readonly expected: string | null;
  readonly actual: string | null;
  /** Longest text shown of each, in characters. */
  readonly limit: number;
}) {
  const { expected, actual, limit } = props;
  if (expected === null && actual === null) return null;
  const left = expected === null ? null : visible(clip(expected, limit));
  const right = actual === null ? null : visible(clip(actual, limit));
  const marked = left === null || right === null ? null : difference(left, right);
  return (
    <div class="pair">
      <Side kind="expected" text={left} marked={marked?.expected} />
      <Side kind="actual" text={right} marked={marked?.actual} />
    </div>
  );
}

interface SideProps {
  readonly kind: 'expected' | 'actual';
  readonly text: string | null;
  readonly marked: readonly Piece[] | undefined;
}

function Side({ kind, text, marked }: SideProps) {
  return (
    <div class={`part ${kind}`}>
      <h4>{kind === 'expected' ? 'Expected' : 'Actual'}</h4>
      <Box>
        {marked === undefined
          ? (text ?? 'nothing')
          : marked.map((piece) => (piece.common ? piece.text : <mark>{piece.text}</mark>))}
      </Box>
    </div>
  );
}

/** JSON, indented, with names, strings and other values told apart. */
export function JsonText({ value, limit }: { readonly value: Json; readonly limit: number }) {
  const text = visible(clip(prettyJson(value), limit));
  const tokens =
    text.match(/"(?:\\.|[^"\\])*"(?:\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b|[^"\d\-tfn]+|./gsu) ?? [];
  return <>{tokens.map(highlight)}</>;
}

function highlight(token: string): ComponentChildren {
  if (token.startsWith('"')) return <span class={token.endsWith(':') ? 'k' : 'v'}>{token}</span>;
  return /^(-?\d|true$|false$|null$)/.test(token) ? <span class="n">{token}</span> : token;
}
