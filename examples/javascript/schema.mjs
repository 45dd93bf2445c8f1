// Readers of JSON. Each takes a value, the path to it and a list to which it adds the paths of what is wrong;
// it gives the value without the fields that it does not know.

export class Unreadable extends Error {
  constructor(code, fields) {
    super(`${code}: ${fields.join(", ")}`);
    this.code = code;
    this.fields = fields;
  }
}

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const that = (holds) => (value, path, wrong) => {
  if (!holds(value)) wrong.push(path);
  return value;
};

export const anything = that(isObject);
export const boolean = that((value) => typeof value === "boolean");
export const text = that((value) => typeof value === "string");
export const only = (...values) => that((value) => values.includes(value));
export const matching = (pattern) => that((value) => typeof value === "string" && pattern.test(value));
export const integer = (from, to = Number.MAX_SAFE_INTEGER) =>
  that((value) => Number.isSafeInteger(value) && value >= from && value <= to);
export const number = (above, to) => that((value) => Number.isFinite(value) && value > above && value <= to);

/** A text that a person wrote: at most so many code points, no NUL, no half of a surrogate pair. */
export const words = (most, mayBeBlank = true) =>
  that((value) => typeof value === "string" && [...value].length <= most && !value.includes("\0")
    && value.isWellFormed() && (mayBeBlank || value.trim() !== ""));

export const list = (item, length) => (value, path, wrong) => {
  if (!Array.isArray(value) || value.length !== (length ?? value.length)) return void wrong.push(path);
  return value.map((each, index) => item(each, `${path}.${index}`, wrong));
};

export const map = (item) => (value, path, wrong) => {
  if (!isObject(value)) return void wrong.push(path);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, item(each, `${path}.${key}.value`, wrong)]),
  );
};

/** A field that may be absent or null; it is then as `otherwise` says, and absent when that says nothing. */
export const may = (reader, otherwise) => ({ reader, otherwise });

export const object = (fields) => (value, path, wrong) => {
  if (!isObject(value)) return void wrong.push(path === "" || value === undefined ? path : `${path}._schema`);
  const read = {};
  for (const [name, field] of Object.entries(fields)) {
    const below = path === "" ? name : `${path}.${name}`;
    const isGiven = value[name] !== undefined && value[name] !== null;
    const item = typeof field === "function" || isGiven
      ? (field.reader ?? field)(value[name], below, wrong) : field.otherwise;
    if (item !== undefined) read[name] = item;
  }
  return read;
};

export function read(reader, value, code, path = "") {
  const wrong = [];
  const result = reader(value, path, wrong);
  if (wrong.length > 0) throw new Unreadable(code, wrong.filter((each) => each !== "").sort());
  return result;
}
