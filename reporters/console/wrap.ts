/**
 * Breaks a text into lines of at most `width` characters at blanks. Its own line breaks and each line's
 * indentation stay; a word longer than a line is left whole, so that it can be copied.
 */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): readonly string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const word of line.slice(indent.length).split(' ')) {
    const next = current === indent ? indent + word : `${current} ${word}`;
    if (next.length > width && current !== indent) {
      lines.push(current);
      current = indent + word;
    } else {
      current = next;
    }
  }
  return [...lines, current];
}
