/** Notifications in More, in Finnish. */
export const notifications = {
  title: "Ilmoitukset",
  states: {
    not_supported: "Tämä selain ei osaa ilmoituksia. iPhonessa ne toimivat, kun sovellus on lisätty Koti-valikkoon.",
    denied: "Ilmoitukset on estetty selaimen asetuksissa. Salli ne siellä tälle sivustolle, niin voit ottaa ne käyttöön.",
    off: "Pois päältä. Hälytys ei herätä tätä puhelinta.",
    unconfirmed: "Odottaa yhteyttä palvelimeen. Hälytys ei vielä herätä tätä puhelinta.",
    on: "Päällä. Hälytys herättää tämän puhelimen.",
  },
  turn_on: "Ota ilmoitukset käyttöön",
  turn_off: "Poista ilmoitukset käytöstä",
};
export type NotificationsMessages = typeof notifications;
