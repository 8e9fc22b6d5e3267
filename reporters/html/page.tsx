import { createHash } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** An entry of the page's navigation; `amount` stands beside it when it is not null. */
export interface Section {
  readonly id: string;
  readonly name: string;
  readonly amount: number | null;
}

/** What a page is made of. */
export interface PageContent {
  readonly title: string;
  readonly sections: readonly Section[];
  readonly main: ComponentChildren;
  readonly footer: ComponentChildren;
}

/** Only our own style sheet and script run, by their hashes; the page can load and send nothing (CSP Level 3). */
const POLICY = [
  "default-src 'none'",
  `style-src '${hash(STYLE)}'`,
  `script-src '${hash(SCRIPT)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A complete, self-contained HTML document. */
export function page(content: PageContent): string {
  return `<!doctype html>\n${renderToString(<Document {...content} />)}\n`;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function Document({ title, sections, main, footer }: PageContent) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <a class="skip-link" href="#content">
          Skip to the verdict
        </a>
        <header class="bar">
          <div class="bar-inner">
            <span class="brand">scim-conformance</span>
            <nav aria-label="Sections">
              {sections.map(({ id, name, amount }) => (
                <a href={`#${id}`}>
                  {name}
                  {amount === null ? null : <b>{amount.toLocaleString('en-US')}</b>}
                </a>
              ))}
            </nav>
            <button id="theme" class="theme" type="button" aria-label="Switch between light and dark" hidden>
              ◐
            </button>
          </div>
        </header>
        <main id="content">{main}</main>
        <footer>{footer}</footer>
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  );
}
