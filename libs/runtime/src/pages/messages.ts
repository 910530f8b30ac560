/** What the pages say. English is complete; another language falls back to it by key. */
const english = {
  sign_in: 'Sign in',
  sign_in_to: 'Sign in to continue to',
  choose_account: 'Choose an account',
  choose_account_for: 'You will continue with it to',
  another_account: 'Use another account',
  continue_with: 'Continue with',
  username: 'Username',
  password: 'Password',
  wrong_credentials: 'The username or the password is wrong.',
  provider_failed: 'Signing in there did not work. Please try again, or choose another way.',
  too_many: 'Too many failed attempts. Please wait a moment.',
  consent_title: 'Allow access?',
  consent_intro: 'asks for access to your account.',
  stranger: 'Nobody at this server has checked this application. Go on only if you know this address:',
  consent_list: 'It would be able to:',
  consent_claims: 'It would be told, from your account:',
  consent_nothing: 'It asks for nothing but to know that you are here.',
  signed_in_as: 'Signed in as',
  agree: 'Agree',
  disagree: 'Disagree',
  allow: 'Allow',
  deny: 'Deny',
  returns_to: 'You will be returned to',
  returning: 'Back to the application',
  continue: 'Continue',
  privacy_policy: 'Privacy policy',
  terms: 'Terms of service',
  home_page: 'Home page',
  contact: 'Contact',
  applications: 'Your applications',
  applications_hint: 'Choose one to sign in to it.',
  applications_none: 'There is no application here that could be started.',
  applications_signed_out: 'Sign in to one of your applications first; then you find the others here.',
  previous: 'Previous',
  next: 'Next',
  sign_out_title: 'Sign out?',
  sign_out_asked: 'asks to sign you out.',
  sign_out_hint: 'You will have to sign in again in every application that you use with this account.',
  sign_out: 'Sign out',
  stay: 'Stay signed in',
  signed_out_title: 'You are signed out',
  signed_out: 'You can close this window.',
  signed_out_returning: 'Your applications are being told. You will be sent on in a moment.',
  not_signed_out: 'There was no answer from',
  still_signed_in_title: 'You are still signed in',
  still_signed_in: 'Nothing has changed. You can close this window.',
  error_title: 'This request cannot be completed',
  error_hint: 'The application that sent you here made a mistake. You can tell its developers this code:',
};

export type Messages = typeof english;

const german: Messages = {
  sign_in: 'Anmelden',
  sign_in_to: 'Anmelden, um fortzufahren bei',
  choose_account: 'Konto auswählen',
  choose_account_for: 'Damit geht es weiter bei',
  another_account: 'Anderes Konto verwenden',
  continue_with: 'Weiter mit',
  username: 'Benutzername',
  password: 'Passwort',
  wrong_credentials: 'Benutzername oder Passwort ist falsch.',
  provider_failed:
    'Die Anmeldung dort ist nicht gelungen. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
  too_many: 'Zu viele Fehlversuche. Bitte warten Sie einen Augenblick.',
  consent_title: 'Zugriff erlauben?',
  consent_intro: 'bittet um Zugriff auf Ihr Konto.',
  stranger: 'Diese Anwendung hat hier niemand geprüft. Machen Sie nur weiter, wenn Sie diese Adresse kennen:',
  consent_list: 'Die Anwendung könnte:',
  consent_claims: 'Sie würde aus Ihrem Konto erfahren:',
  consent_nothing: 'Sie möchte nur wissen, dass Sie hier sind.',
  signed_in_as: 'Angemeldet als',
  agree: 'Zustimmen',
  disagree: 'Ablehnen',
  allow: 'Erlauben',
  deny: 'Ablehnen',
  returns_to: 'Danach geht es zurück zu',
  returning: 'Zurück zur Anwendung',
  continue: 'Weiter',
  privacy_policy: 'Datenschutz',
  terms: 'Nutzungsbedingungen',
  home_page: 'Startseite',
  contact: 'Kontakt',
  applications: 'Ihre Anwendungen',
  applications_hint: 'Wählen Sie eine, um sich bei ihr anzumelden.',
  applications_none: 'Hier ist keine Anwendung, die gestartet werden könnte.',
  applications_signed_out: 'Melden Sie sich zuerst bei einer Ihrer Anwendungen an; danach finden Sie hier die anderen.',
  previous: 'Zurück',
  next: 'Weiter',
  sign_out_title: 'Abmelden?',
  sign_out_asked: 'möchte Sie abmelden.',
  sign_out_hint: 'Sie müssen sich danach in jeder Anwendung neu anmelden, die Sie mit diesem Konto benutzen.',
  sign_out: 'Abmelden',
  stay: 'Angemeldet bleiben',
  signed_out_title: 'Sie sind abgemeldet',
  signed_out: 'Sie können dieses Fenster schließen.',
  signed_out_returning: 'Ihre Anwendungen erfahren es gerade. Gleich geht es weiter.',
  not_signed_out: 'Keine Antwort von',
  still_signed_in_title: 'Sie sind weiterhin angemeldet',
  still_signed_in: 'Es hat sich nichts geändert. Sie können dieses Fenster schließen.',
  error_title: 'Diese Anfrage kann nicht bearbeitet werden',
  error_hint: 'Die Anwendung, von der Sie kommen, hat einen Fehler gemacht. Ihren Entwicklern hilft dieser Code:',
};

const catalogues: Readonly<Record<string, Messages>> = { en: english, de: german };

/** The languages of the pages, BCP 47. */
export const uiLocales: readonly string[] = Object.keys(catalogues);

export interface Language {
  readonly tag: string;
  readonly messages: Messages;
}

/**
 * The first language that we speak.
 * @param wishes lists such as `ui_locales` (space-separated, OpenID Connect Core §3.1.2.1), the strongest first
 */
export function languageFor(...wishes: readonly (string | undefined)[]): Language {
  const wanted = wishes
    .flatMap((wish) => (wish ?? '').slice(0, 256).split(' '))
    .map((tag) => tag.split('-')[0]!.toLowerCase());
  const tag = wanted.find((candidate) => Object.hasOwn(catalogues, candidate)) ?? 'en';
  return { tag, messages: catalogues[tag]! };
}
