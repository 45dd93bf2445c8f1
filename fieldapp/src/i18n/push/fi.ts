/** What a notification says, in Finnish. It is seen on a locked phone: no person and no place. */
export const push = {
  alert: { title: "Uusi hälytys", body: "Avaa Kierros ja kuittaa hälytys." },
  other: { title: "Kierros", body: "Sovelluksessa on uutta. Avaa Kierros." },
};
export type PushMessages = typeof push;
