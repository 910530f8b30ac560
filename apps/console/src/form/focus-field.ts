/**
 * Moves the focus into a field's control, as soon as it is there: its tab may just be opening, and a hidden tab's
 * content arrives some frames late.
 */
export function focusField(name: string, frames = 30): void {
  const control = document.getElementById(`field-${name}`);
  const row = control?.closest('[data-faulty]') ?? control;
  if (control && control.offsetParent !== null) {
    // In a list the faulty entry is what somebody wants to mend, not the box for another one.
    const faulty = row?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? control;
    faulty.focus();
    faulty.scrollIntoView({ block: 'center' });
  } else if (frames > 0) {
    requestAnimationFrame(() => focusField(name, frames - 1));
  }
}
