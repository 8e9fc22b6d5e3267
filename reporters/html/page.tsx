import { createHash } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { SCRIPT } from './scripts.generated.ts';
import { STYLE } from './style.ts';

/** Who wrote a page, so that it can be told from pages of others. */
export const GENERATOR = 'scim-conformance';

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
  /** Style sheet and script of this kind of page alone, beside those of every page. */
  readonly own?: { readonly style: string; readonly script?: string };
  /** Where the program's own server serves the page: the name leads there, and the page may talk to it. */
  readonly home?: string;
}

/** Only our own style sheet and script run, by their hashes; a page in a file can load and send nothing (CSP Level 3). */
function policy(styles: readonly string[], scripts: readonly string[], served: boolean): string {
  const hashes = (texts: readonly string[]): string => texts.map((text) => `'${hash(text)}'`).join(' ');
  return [
    "default-src 'none'",
    `style-src ${hashes(styles)}`,
    `script-src ${hashes(scripts)}`,
    'img-src data:',
    ...(served ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** A complete, self-contained HTML document. */
export function page(content: PageContent): string {
  return `<!doctype html>\n${renderToString(<Document {...content} />)}\n`;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function Document({ title, sections, main, footer, own, home }: PageContent) {
  const styles = own === undefined ? [STYLE] : [STYLE, own.style];
  const scripts = own?.script === undefined ? [SCRIPT] : [SCRIPT, own.script];
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy(styles, scripts, home !== undefined)} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content={GENERATOR} />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        {styles.map((style) => (
          <style dangerouslySetInnerHTML={{ __html: style }} />
        ))}
      </head>
      <body>
        <a class="skip-link" href="#content">
          Skip to the verdict
        </a>
        <header class="bar">
          <div class="bar-inner">
            {home === undefined ? (
              <span class="brand">scim-conformance</span>
            ) : (
              <a class="brand" href={home}>
                scim-conformance
              </a>
            )}
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
        {scripts.map((script) => (
          <script dangerouslySetInnerHTML={{ __html: script }} />
        ))}
      </body>
    </html>
  );
}
