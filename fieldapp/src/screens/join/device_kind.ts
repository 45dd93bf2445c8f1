/** What kind of thing the app runs on: only to offer a name for it that its owner will recognise. */
export type DeviceKind = "android" | "iphone" | "ipad" | "phone" | "computer";

export function deviceKind(userAgent: string): DeviceKind {
  if (/iPhone/u.test(userAgent)) {
    return "iphone";
  }
  if (/iPad/u.test(userAgent)) {
    return "ipad";
  }
  if (/Android/u.test(userAgent)) {
    return "android";
  }
  return /Mobi/u.test(userAgent) ? "phone" : "computer";
}
