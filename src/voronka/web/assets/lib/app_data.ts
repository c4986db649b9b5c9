/**
 * What the server tells every page, from `<script type="application/json" id="app-data">` in base.html:
 * the reader's language, zone and currency, the addresses scripts call, and translated messages.
 */

/** A message whose wording depends on a number: one form per plural category of the language. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>>;

interface AppData {
  language: string;
  timeZone: string;
  currency: string;
  urls: { search: string };
  messages: Record<string, string | Plural>;
}

const NOTHING: AppData = {
  language: "en",
  timeZone: "UTC",
  currency: "",
  urls: { search: "" },
  messages: {},
};

/** What a block of JSON in the page says; what it leaves out is as in `nothing`. */
export function pageData<Data extends object>(id: string, nothing: Data): Data {
  const block = document.getElementById(id);
  return block === null ? nothing : { ...nothing, ...(JSON.parse(block.textContent ?? "{}") as Partial<Data>) };
}

export const appData: AppData = pageData("app-data", NOTHING);

/** The locale for dates and times: British order in English, as the server writes them. */
export const locale: string = appData.language === "en" ? "en-GB" : appData.language;

/** Puts values into the `{name}` places of a text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** A translated message by its key in `_messages.html`. An unknown key is shown as it is, never hidden. */
export function say(key: string, values: Record<string, string | number> = {}): string {
  const message = appData.messages[key];
  return fill(typeof message === "string" ? message : key, values);
}

const plurals = new Intl.PluralRules(locale);

/** A translated message in the right form for `count`, which fills `{count}`. */
export function sayCount(key: string, count: number, values: Record<string, string | number> = {}): string {
  const forms = appData.messages[key];
  const form = typeof forms === "object" ? (forms[plurals.select(count)] ?? forms.other) : undefined;
  return fill(form ?? key, { count: new Intl.NumberFormat(locale).format(count), ...values });
}
