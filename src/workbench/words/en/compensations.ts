/** What buyers got. */
export const compensations = {
  'nav.compensations': 'Compensation',
  'compensations.title': 'Compensation',
  'compensations.views': 'Which compensation',
  'compensations.none': 'No compensation here',
  'compensations.noneWhy.PAID':
    'What a buyer gets for a missed ship-by, on complaint or for a worry-free ticket is listed here.',
  'compensations.noneWhy.REVERSED':
    'What was taken back because its cause no longer holds is listed here.',
};
