// Small configurations. Everything shows when the page calls canvass('show', id), or at once with `now`.

export const npsQuestion = {
  id: 'score',
  type: 'nps',
  text: { en: 'How likely are you to recommend us to a friend or colleague?', ru: 'Насколько вероятно, что вы порекомендуете нас?' },
};

export const whyQuestion = {
  id: 'why',
  type: 'text',
  text: { en: 'What is the main reason for your score?', ru: 'Что стало главной причиной вашей оценки?' },
  hint: { en: 'A few words are plenty', ru: 'Достаточно пары слов' },
  required: false,
};

export const now = { triggers: [{ delay: '0s' }] };

export function nps(more = {}) {
  return {
    id: 'nps',
    frequency: 'always',
    triggers: [{ event: 'ask_nps' }],
    questions: [npsQuestion, whyQuestion],
    thanks: { title: { en: 'Thank you!', ru: 'Спасибо!' }, text: { en: 'Every answer is read.', ru: 'Мы читаем каждый ответ.' } },
    ...more,
  };
}

export function ces(variant = 'agree7', more = {}) {
  return {
    id: 'ces',
    frequency: 'always',
    triggers: [{ event: 'ask_ces' }],
    questions: [
      {
        id: 'ease',
        type: 'ces',
        variant,
        text:
          variant === 'agree7'
            ? { en: 'It was easy to place my order.', ru: 'Мне было легко оформить заказ.' }
            : { en: 'How much effort did it take to place your order?', ru: 'Сколько усилий потребовал заказ?' },
      },
    ],
    ...more,
  };
}

export function tip(more = {}) {
  return {
    id: 'tip',
    type: 'tip',
    anchor: '#anchor',
    placement: 'bottom',
    triggers: [{ event: 'ask_tip' }],
    title: { en: 'Save your basket for later', ru: 'Сохраните корзину' },
    text: { en: 'Tap the bookmark and find it on any device.', ru: 'Нажмите на закладку, и корзина будет на любом устройстве.' },
    button: { en: 'Got it', ru: 'Понятно' },
    ...more,
  };
}

export function config(more = {}) {
  return {
    canvass: 1,
    endpoint: '/v1/batch',
    writeKey: 'test',
    delivery: { batchDelay: '50ms', backoff: '200ms', backoffMax: '400ms', timeout: '2s' },
    surveys: [nps(), ces()],
    guides: [tip()],
    ...more,
  };
}
