// Opens what we export for TimelineJS with the program's own parsing code, in a page without a screen.
// The document, JSON or CSV, comes on stdin; what the program understood is printed as JSON.
import { readFileSync } from 'node:fs'
import { register } from 'node:module'
import { pathToFileURL } from 'node:url'
import { JSDOM } from 'jsdom'

// Its source has no extensions in its imports, for its bundler puts them there.
const hooks = `
export async function resolve(specifier, context, next) {
  const bare = specifier.startsWith('.') && !/\\.m?js$/.test(specifier) ? specifier + '.js' : specifier
  return next(bare, context)
}
export async function load(url, context, next) {
  if (url.includes('/timelinejs/src/')) return next(url, { ...context, format: 'module' })
  return next(url, context)
}`
register('data:text/javascript,' + encodeURIComponent(hooks))

const dom = new JSDOM('<!doctype html>', { url: 'https://example.org/' })
globalThis.window = dom.window
globalThis.document = dom.window.document
for (const name of ['getComputedStyle', 'Element', 'HTMLElement', 'Node', 'XMLHttpRequest', 'location', 'DOMParser'])
  globalThis[name] = dom.window[name]
const log = console.log
console.log = () => {}

const home = pathToFileURL(new URL('./node_modules/@knight-lab/timelinejs/src/js/', import.meta.url).pathname)
const { TimelineConfig } = await import(new URL('core/TimelineConfig.js', home))
const text = readFileSync(0, 'utf8')
let data
if (text.startsWith('{')) data = JSON.parse(text)
else {
  const { makeConfig } = await import(new URL('core/ConfigFactory.js', home))
  globalThis.fetch = async () => new Response(text, { headers: { 'content-type': 'text/csv' } })
  dom.window.fetch = globalThis.fetch
  data = null
  await makeConfig('https://example.org/chronology.csv', (config) => print(config))
}
if (data) print(new TimelineConfig(data))

function shown(date) {
  if (!date) return null
  const { year, month, day, hour, minute, second } = date.data
  return { year, month, day, hour, minute, second, words: date.getDisplayDate(undefined, undefined) }
}

function print(config) {
  config.validate()
  const slide = (one) => ({
    id: one.unique_id, start: shown(one.start_date), end: shown(one.end_date), words: one.display_date,
    headline: one.text?.headline ?? one.headline, text: one.text?.text, group: one.group,
  })
  log(JSON.stringify({
    errors: config.messages.errors.map(String), scale: config.scale, title: config.title?.text?.headline,
    events: config.events.map(slide), eras: config.eras.map(slide),
  }))
}
