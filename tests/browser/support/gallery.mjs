// A survey of every kind of question, in five languages, for looking at: gallery.surveys for a configuration,
// gallery.states for what a page must do to get each to its states.

import { ces, tip } from './config.mjs';

// In the order of `languages`.
export const languages = ['en', 'ru', 'kk', 'ar', 'ja'];
const say = (...texts) => Object.fromEntries(languages.map((language, i) => [language, texts[i]]));

const picture = (back, front) => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120"><rect width="160" height="120" fill="${back}"/><path d="M40 46h80l-12 46a12 12 0 0 1-12 9H64a12 12 0 0 1-12-9z" fill="${front}"/><path d="M118 54c22-4 22 30-6 30" fill="none" stroke="${front}" stroke-width="8"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
};

const options = [
  { id: 'range', text: say('The range', 'Ассортимент', 'Түр-түрі', 'تشكيلة المنتجات', '品ぞろえ') },
  { id: 'price', text: say('Prices', 'Цены', 'Бағасы', 'الأسعار', '価格') },
  {
    id: 'delivery',
    text: say(
      'Delivery that arrives when it was promised',
      'Доставка приезжает тогда, когда обещали',
      'Жеткізудің уәде етілген уақытта келуі',
      'التوصيل في الموعد الذي وُعدت به',
      '約束どおりの日時に届く配送',
    ),
  },
  { id: 'advice', text: say('Advice', 'Советы продавцов', 'Кеңес', 'النصائح', 'アドバイス') },
];
const rows = [
  { id: 'find', text: say('I found what I was looking for', 'Я нашёл то, что искал', 'Мен іздегенімді таптым', 'وجدت ما كنت أبحث عنه', '探していたものが見つかった') },
  {
    id: 'clear',
    text: say(
      'The descriptions told me everything I needed to know',
      'В описаниях было всё, что мне нужно знать',
      'Сипаттамаларда маған керектің бәрі болды',
      'أخبرتني الأوصاف بكل ما أحتاج إلى معرفته',
      '説明には知りたいことがすべて書かれていた',
    ),
  },
  { id: 'pay', text: say('Paying was quick', 'Оплата прошла быстро', 'Төлем тез өтті', 'كان الدفع سريعًا', '支払いはすぐに済んだ') },
];
const agreement = [
  say('Disagree', 'Не согласен', 'Келіспеймін', 'لا أوافق', '同意しない'),
  say('Rather disagree', 'Скорее не согласен', 'Келіспеймін десе болады', 'لا أوافق إلى حد ما', 'あまり同意しない'),
  say('Neutral', 'Нейтрально', 'Бейтарап', 'محايد', 'どちらでもない'),
  say('Rather agree', 'Скорее согласен', 'Келісемін десе болады', 'أوافق إلى حد ما', 'やや同意する'),
  say('Agree', 'Согласен', 'Келісемін', 'أوافق', '同意する'),
];
const low = say('Poor', 'Плохо', 'Нашар', 'سيئ', '悪い');
const high = say('Excellent', 'Отлично', 'Тамаша', 'ممتاز', '素晴らしい');

const recommend = {
  type: 'nps',
  text: say(
    'How likely are you to recommend Ember & Clay to a friend or colleague?',
    'Насколько вероятно, что вы порекомендуете Ember & Clay друзьям или коллегам?',
    'Ember & Clay дүкенін достарыңызға немесе әріптестеріңізге ұсыну ықтималдығыңыз қандай?',
    'ما مدى احتمال أن توصي صديقًا أو زميلًا بمتجر Ember & Clay؟',
    'Ember & Clayを友人や同僚に勧める可能性はどのくらいありますか?',
  ),
};
const matters = say('What matters most to you?', 'Что для вас важнее всего?', 'Сіз үшін ең маңыздысы не?', 'ما أكثر ما يهمك؟', '何が一番大切ですか?');
const rate = say('How was your visit today?', 'Как прошёл ваш визит?', 'Бүгінгі сапарыңыз қалай өтті?', 'كيف كانت زيارتك اليوم؟', '本日のご来店はいかがでしたか?');
const hint = say('A few words are plenty', 'Достаточно пары слов', 'Бірер сөз жеткілікті', 'بضع كلمات تكفي', '一言で結構です');

const kinds = {
  nps: recommend,
  effort7: { ...ces().questions[0], text: say('It was easy to place my order.', 'Мне было легко оформить заказ.', 'Тапсырыс беру маған оңай болды.', 'كان من السهل تقديم طلبي.', '注文は簡単だった。') },
  effort5: {
    ...ces('effort5').questions[0],
    text: say('How much effort did it take to place your order?', 'Сколько усилий потребовал заказ?', 'Тапсырыс беруге қанша күш кетті?', 'ما مقدار الجهد الذي تطلبه تقديم طلبك؟', '注文にどのくらいの手間がかかりましたか?'),
  },
  faces: { type: 'csat', text: rate },
  numbers: { type: 'csat', symbols: 'numbers', text: rate },
  stars: { type: 'rating', text: rate, low, high },
  ten: { type: 'rating', points: 10, text: rate, low, high },
  three: { type: 'rating', points: 3, symbols: 'faces', text: rate },
  two: { type: 'rating', points: 2, symbols: 'faces', text: rate },
  choice: {
    type: 'choice',
    text: matters,
    description: say('Think of your last order.', 'Вспомните последний заказ.', 'Соңғы тапсырысыңызды еске алыңыз.', 'فكّر في طلبك الأخير.', '前回のご注文を思い出してください。'),
    options,
  },
  several: { type: 'choice', text: matters, options, multiple: true, other: true },
  yesno: { type: 'yesno', text: say('Did you find what you came for?', 'Вы нашли то, за чем пришли?', 'Іздегеніңізді таптыңыз ба?', 'هل وجدت ما جئت من أجله؟', 'お目当てのものは見つかりましたか?') },
  pictures: {
    type: 'picture',
    text: say('Which glaze do you like best?', 'Какая глазурь вам нравится больше?', 'Қай жылтыр сізге көбірек ұнайды?', 'أي طلاء تفضّل؟', 'どの釉薬が一番お好きですか?'),
    options: [
      { id: 'linen', text: say('Linen', 'Лён', 'Зығыр', 'كتان', '亜麻'), image: picture('#e9ddc8', '#b98d5b') },
      { id: 'slate', text: say('Slate', 'Сланец', 'Тақтатас', 'أردواز', '石板'), image: picture('#5a6573', '#c9d2dc') },
      { id: 'moss', text: say('Moss after the rain', 'Мох после дождя', 'Жаңбырдан кейінгі мүк', 'طحلب بعد المطر', '雨上がりの苔'), image: picture('#56703f', '#dbe6b8') },
      { id: 'lost', text: say('Rust', 'Ржавчина', 'Тот', 'صدأ', '錆'), image: '/no-such-picture.png' },
    ],
  },
  dropdown: { type: 'dropdown', text: say('Where do you live?', 'Где вы живёте?', 'Қайда тұрасыз?', 'أين تسكن؟', 'お住まいはどちらですか?'), options: [{ id: 'kz', text: say('Kazakhstan', 'Казахстан', 'Қазақстан', 'كازاخستان', 'カザフスタン') }, { id: 'jp', text: say('Japan', 'Япония', 'Жапония', 'اليابان', '日本') }] },
  long: { type: 'text', text: say('What is the main reason for your score?', 'Что стало главной причиной вашей оценки?', 'Бағаңыздың басты себебі қандай?', 'ما السبب الرئيسي لتقييمك؟', 'その評価の主な理由は何ですか?'), hint },
  short: { type: 'text', lines: 'one', text: say('What should we call you?', 'Как к вам обращаться?', 'Сізді қалай атаймыз?', 'بماذا نناديك؟', 'お名前を教えてください'), hint },
  email: { type: 'email', required: true, text: say('Where may we write to you?', 'Куда вам написать?', 'Сізге қайда жазайық?', 'إلى أين يمكننا أن نكتب إليك؟', 'ご連絡先を教えてください'), hint: say('name@example.com', 'name@example.com', 'name@example.com', 'name@example.com', 'name@example.com') },
  number: { type: 'number', min: 1, max: 12, text: say('How many cups do you drink a day?', 'Сколько чашек в день вы пьёте?', 'Күніне қанша шыны ішесіз?', 'كم كوبًا تشرب في اليوم؟', '1日に何杯飲みますか?') },
  date: { type: 'date', text: say('When would you like it delivered?', 'Когда вам привезти заказ?', 'Қашан жеткізейік?', 'متى تريد أن نوصله إليك؟', 'いつお届けしましょうか?') },
  matrix: { type: 'matrix', required: true, text: say('How far do you agree?', 'Насколько вы согласны?', 'Қаншалықты келісесіз?', 'إلى أي مدى توافق؟', 'どの程度同意しますか?'), rows, labels: agreement },
  matrix7: { type: 'matrix', points: 7, text: say('How far do you agree?', 'Насколько вы согласны?', 'Қаншалықты келісесіз?', 'إلى أي مدى توافق؟', 'どの程度同意しますか?'), rows, low: agreement[0], high: agreement[4] },
  ranking: { type: 'ranking', text: say('Put these in the order of their weight', 'Расположите по важности', 'Маңыздылығы бойынша ретке келтіріңіз', 'رتّب هذه حسب أهميتها', '重要な順に並べてください'), options },
  consent: {
    type: 'consent',
    text: say('May we quote you?', 'Можно вас процитировать?', 'Сіздің сөзіңізді келтіруге бола ма?', 'هل يمكننا الاقتباس منك؟', 'ご感想を引用してもよいですか?'),
    label: say('You may print my words beside my first name', 'Можно напечатать мои слова рядом с моим именем', 'Сөздерімді атыммен бірге жариялауға болады', 'يمكنكم نشر كلماتي إلى جانب اسمي الأول', '下の名前とともに感想を掲載してもよい'),
    link: { text: say('How we treat what you tell us', 'Как мы храним ваши ответы', 'Жауаптарыңызды қалай сақтаймыз', 'كيف نتعامل مع ما تخبرنا به', '回答の取り扱いについて'), url: '/privacy' },
  },
  message: {
    type: 'message',
    text: say('The winter catalogue is out', 'Вышел зимний каталог', 'Қысқы каталог шықты', 'صدر كتالوج الشتاء', '冬のカタログができました'),
    description: say('Forty new pieces, all from one kiln.', 'Сорок новых вещей, все из одной печи.', 'Бір пештен шыққан қырық жаңа бұйым.', 'أربعون قطعة جديدة، كلها من فرن واحد.', '一つの窯から生まれた40の新作。'),
    link: { text: say('Open it', 'Открыть', 'Ашу', 'افتحه', '開く'), url: '/catalogue' },
  },
};

const last = { id: 'last', type: 'text', text: say('Anything else?', 'Что-то ещё?', 'Тағы бірдеңе?', 'أي شيء آخر؟', 'ほかに何かありますか?') };
const thanks = {
  title: say('Thank you!', 'Спасибо!', 'Рақмет!', 'شكرًا لك!', 'ありがとうございます!'),
  text: say('The potters read every answer over their tea.', 'Мастера читают каждый ответ за чаем.', 'Шеберлер әр жауапты шай үстінде оқиды.', 'يقرأ الخزّافون كل إجابة مع الشاي.', '陶工がお茶を飲みながらすべて読みます。'),
  link: { text: say('Back to the shop', 'Вернуться в магазин', 'Дүкенге оралу', 'العودة إلى المتجر', 'ショップに戻る'), url: '/' },
};
const shown = { frequency: 'always', triggers: [{ event: 'never' }] };

export const surveys = [
  ...Object.entries(kinds).map(([id, question]) => ({ id, ...shown, questions: [{ ...question, id: 'it' }, last], thanks })),
  {
    id: 'welcome',
    ...shown,
    welcome: {
      title: say('Two minutes for better pots?', 'Две минуты ради лучшей посуды?', 'Жақсырақ ыдыс үшін екі минут?', 'دقيقتان من أجل أوانٍ أفضل؟', 'より良い器のために2分だけ'),
      text: say('Five questions. Every answer is read by a person.', 'Пять вопросов. Каждый ответ прочитает человек.', 'Бес сұрақ. Әр жауапты адам оқиды.', 'خمسة أسئلة. يقرأ إنسان كل إجابة.', '質問は5つ。すべて人が読みます。'),
    },
    questions: [last],
    thanks,
  },
];
const { questions } = surveys[0];
export const placed = [
  { id: 'tab', display: 'tab', frequency: 'always', questions },
  { id: 'inline', display: 'inline', frequency: 'always', questions: [{ ...kinds.matrix, id: 'it' }, last] },
];
// --- guides ---

const scene = picture('#dfe0ff', '#8b85ff');
const aside = { frequency: 'always', triggers: [{ event: 'never' }] };
const basket = {
  title: say('Save your basket for later', 'Сохраните корзину на потом', 'Себетті кейінге сақтаңыз', 'احفظ سلتك لوقت لاحق', 'カゴの中身を保存しましょう'),
  text: say(
    'Tap the bookmark and find it on any device. Takes ten seconds.',
    'Нажмите на закладку, и корзина будет на любом устройстве. Это десять секунд.',
    'Бетбелгіні басыңыз, себет кез келген құрылғыда болады. Он секунд қана.',
    'اضغط على العلامة لتجدها على أي جهاز. لا يستغرق ذلك سوى عشر ثوانٍ.',
    'しおりを押すと、どの端末からでも見られます。10秒で終わります。',
  ),
};
const news = {
  title: say('The winter catalogue is out', 'Вышел зимний каталог', 'Қысқы каталог шықты', 'صدر كتالوج الشتاء', '冬のカタログができました'),
  text: say('Forty new pieces, all from one kiln.', 'Сорок новых вещей, все из одной печи.', 'Бір пештен шыққан қырық жаңа бұйым.', 'أربعون قطعة جديدة، كلها من فرن واحد.', '一つの窯から生まれた40の新作。'),
};
const look = say('Have a look', 'Посмотреть', 'Көру', 'ألقِ نظرة', '見てみる');
const later = say('Later', 'Позже', 'Кейінірек', 'لاحقًا', 'あとで');
const made = { text: say('How they were made', 'Как их делали', 'Олар қалай жасалды', 'كيف صُنعت', '作られ方'), url: '/kiln' };
const buttons = [{ text: look, track: 'looked' }, { text: later, dismiss: true }];
const image = { src: scene, alt: say('A cup', 'Чашка', 'Кесе', 'كوب', 'カップ') };
const video = { ...image, src: '/none.webm', poster: scene };
const announced = { type: 'announcement', ...aside, ...news, buttons };
const step = (id, more = {}) => ({ id, ...basket, ...more });
const articles = [
  ['returns', say('How to return an order', 'Как вернуть заказ', 'Тапсырысты қалай қайтаруға болады', 'كيفية إرجاع طلب', '返品のしかた')],
  ['arrive', say('When will my order arrive?', 'Когда придёт мой заказ?', 'Тапсырысым қашан келеді?', 'متى سيصل طلبي؟', '注文はいつ届きますか?')],
  ['wash', say('Does it go into the dishwasher?', 'Можно ли мыть в машине?', 'Машинада жууға бола ма?', 'هل يمكن غسله في الجلاية؟', '食洗機で洗えますか?')],
];
const article = say(
  'Open the **order**, choose *Return*, print the label.\n\n1. Pack it well.\n2. Hand it over at any post office.\n\n> Refunds take three days.\n\n## By courier\n\nSee [our addresses](/contact), or read [when it arrives](#article:arrive).',
  'Откройте **заказ**, выберите *Вернуть*, напечатайте ярлык.\n\n1. Хорошо упакуйте.\n2. Отдайте на любой почте.\n\n> Деньги вернутся за три дня.\n\n## Курьером\n\nСмотрите [адреса](/contact).',
  '**Тапсырысты** ашып, *Қайтаруды* таңдаңыз.\n\n1. Жақсылап ораңыз.\n2. Кез келген поштаға тапсырыңыз.\n\n> Ақша үш күнде қайтады.',
  'افتح **الطلب** واختر *إرجاع* واطبع الملصق.\n\n1. غلّفه جيدًا.\n2. سلّمه في أي مكتب بريد.\n\n> يُعاد المبلغ خلال ثلاثة أيام.',
  '**注文**を開き、*返品*を選んで、ラベルを印刷します。\n\n1. しっかり包む。\n2. 郵便局に渡す。\n\n> 返金には3日かかります。',
);
const never = true;
export const guides = [
  tip({ ...aside, ...basket }),
  { id: 'picture-tip', type: 'tip', anchor: '#anchor', ...aside, ...news, image, buttons, link: made, never },
  { id: 'video-tip', type: 'tip', anchor: '#anchor', ...aside, ...basket, video, never },
  { id: 'tour', type: 'tour', ...aside, steps: [step('one', { anchor: '#anchor', video }), step('two', { anchor: '#anchor' }), step('three')] },
  { id: 'long-tour', type: 'tour', ...aside, steps: Array.from({ length: 12 }, (_, i) => step(`s${i}`, { anchor: '#anchor', spotlight: false })) },
  { id: 'news', ...announced, image, link: made, never },
  { id: 'modal', ...announced, display: 'modal' },
  { id: 'banner', ...announced, display: 'banner', link: made },
  { id: 'foot', ...announced, display: 'banner', position: 'bottom', never, image },
  {
    id: 'thread',
    type: 'announcement',
    ...aside,
    title: say('What became of your feedback', 'Что стало с вашим отзывом', 'Пікіріңіз не болды', 'ماذا حدث لملاحظاتك', 'いただいたご意見のその後'),
    thread: {
      surveys: ['nps'],
      stage: 'priorities',
      texts: {
        priorities: say(
          'Fewer steps to pay are planned for the spring. We will write here again.',
          'Весной платить станет проще. Мы напишем здесь ещё раз.',
          'Көктемде төлеу оңайырақ болады. Осында тағы жазамыз.',
          'سيصبح الدفع أسهل في الربيع. سنكتب هنا مجددًا.',
          '春にはお支払いがもっと簡単になります。またここでお知らせします。',
        ),
      },
    },
  },
  {
    id: 'checklist',
    type: 'checklist',
    ...aside,
    title: say('Get going in three steps', 'Три шага для начала', 'Бастау үшін үш қадам', 'ابدأ في ثلاث خطوات', '3つのステップで始めよう'),
    launcher: say('First steps', 'Первые шаги', 'Алғашқы қадамдар', 'الخطوات الأولى', 'はじめに'),
    tasks: [
      { id: 'find', title: say('Find a product you like', 'Найдите вещь по душе', 'Көңіліңізден шыққан бұйымды табыңыз', 'اعثر على منتج يعجبك', '気に入った品を見つける'), complete: { event: 'found' } },
      {
        id: 'order',
        title: say('Place your first order', 'Сделайте первый заказ', 'Алғашқы тапсырыс беріңіз', 'قدّم طلبك الأول', '最初の注文をする'),
        done: say('Nice, your first order is on its way.', 'Отлично, первый заказ уже в пути.', 'Тамаша, алғашқы тапсырыс жолда.', 'رائع، طلبك الأول في الطريق.', '最初の注文が発送されました。'),
        complete: { event: 'ordered' },
      },
      { id: 'updates', title: say('Turn on delivery updates', 'Включите вести о доставке', 'Жеткізу хабарын қосыңыз', 'فعّل تحديثات التوصيل', '配送のお知らせをオンにする'), text: say('By mail, never at night.', 'Почтой и никогда ночью.', 'Поштамен, түнде емес.', 'بالبريد، وليس ليلًا.', 'メールで。夜には送りません。'), show: 'tour', complete: { event: 'updates' } },
    ],
    allDone: say('You know your way around now.', 'Теперь вы всё здесь знаете.', 'Енді бәрін білесіз.', 'أصبحت تعرف طريقك الآن.', 'これで一通りわかりました。'),
    never,
  },
  {
    id: 'help',
    type: 'help',
    title: say('How can we help?', 'Чем помочь?', 'Қалай көмектесейік?', 'كيف يمكننا المساعدة؟', 'お困りですか?'),
    categories: [{ id: 'orders', text: say('Orders', 'Заказы', 'Тапсырыстар', 'الطلبات', '注文') }],
    articles: articles.map(([id, title], i) => ({ id, title, text: article, keywords: id, ...(i < 2 ? { category: 'orders' } : {}), pages: ['/*'] })),
    contact: { text: say('Write to us', 'Написать нам', 'Бізге жазу', 'راسلنا', 'お問い合わせ'), url: '/contact' },
  },
];

// What to do once the survey or guide shows. `card` has what is in it; another element that is to be looked at is
// returned.
const next = async ({ card }) => card.getByRole('button').last().click();
const states = {
  'nps-chosen': ['nps', async ({ card, keyboard }) => (await card.getByRole('radio').first().focus(), keyboard.press('9'))],
  'nps-hover': ['nps', async ({ card }) => card.getByRole('radio').nth(6).hover()],
  'nps-next': ['nps', async ({ card }) => card.getByRole('radio').nth(9).click()],
  'effort7-focus': ['effort7', async ({ card, keyboard }) => (await card.getByRole('radio').first().focus(), keyboard.press('5'))],
  'faces-focus': ['faces', async ({ card, keyboard }) => (await card.getByRole('radio').first().focus(), keyboard.press('4'))],
  'stars-focus': ['stars', async ({ card, keyboard }) => (await card.getByRole('radio').first().focus(), keyboard.press('4'))],
  'choice-focus': ['choice', async ({ card, keyboard }) => (await card.getByRole('radio').first().focus(), keyboard.press('3'))],
  'several-other': [
    'several',
    async ({ card }) => {
      await card.getByRole('checkbox').nth(1).click();
      await card.getByRole('checkbox').last().click();
    },
  ],
  'yesno-chosen': ['yesno', async ({ card, keyboard }) => (await card.getByRole('radio').first().focus(), keyboard.press('1'))],
  'pictures-chosen': ['pictures', async ({ card, keyboard }) => (await card.getByRole('radio').first().focus(), keyboard.press('2'))],
  'dropdown-chosen': ['dropdown', async ({ card }) => card.getByRole('combobox').selectOption('jp')],
  'long-typed': ['long', async ({ card }) => card.getByRole('textbox').fill('The tea, and the room. Чай и тишина.\nشكرًا · お茶')],
  'email-wrong': ['email', async ({ card, keyboard }) => (await card.getByRole('textbox').fill('aru@shop'), keyboard.press('Enter'))],
  'number-wrong': ['number', async ({ card, keyboard }) => (await card.getByRole('textbox').fill('40'), keyboard.press('Enter'))],
  'date-typed': ['date', async ({ card }) => card.locator('input').fill('2026-02-13')],
  'matrix-part': [
    'matrix',
    async ({ card, keyboard }) => {
      await card.getByRole('radiogroup').first().getByRole('radio').nth(3).focus();
      await keyboard.press('4');
      await card.getByRole('button').last().focus();
      await keyboard.press('Enter');
    },
  ],
  'matrix7-part': ['matrix7', async ({ card, keyboard }) => (await card.getByRole('radiogroup').first().getByRole('radio').nth(3).focus(), keyboard.press('6'))],
  'ranking-focus': ['ranking', async ({ card, keyboard }) => (await card.getByRole('listitem').nth(1).getByRole('button').first().focus(), keyboard.press('Enter'))],
  'consent-given': ['consent', async ({ card, keyboard }) => (await card.getByRole('checkbox').focus(), keyboard.press('Space'))],
  'message-focus': ['message', async ({ card, keyboard }) => (await card.focus(), keyboard.press('Tab'), keyboard.press('Tab'))],
  'tip-focus': ['picture-tip', async ({ card, keyboard }) => (await card.focus(), keyboard.press('Tab'))],
  'tour-second': ['tour', next],
  'tour-last': ['tour', async (page) => (await next(page), await next(page))],
  'checklist-some': ['checklist', async ({ page }) => page.evaluate(() => ['found', 'ordered'].forEach((name) => window.canvass('track', name)))],
  'checklist-hover': ['checklist', async ({ card }) => card.getByRole('listitem').last().getByRole('button').hover()],
  'checklist-done': ['checklist', async ({ page }) => page.evaluate(() => ['found', 'ordered', 'updates'].forEach((name) => window.canvass('track', name)))],
  launcher: ['checklist', async ({ card, page }) => (await card.getByRole('button').first().click(), page.locator('canvass-surface .launcher'))],
  'help-search': ['help', async ({ card }) => card.getByRole('searchbox').fill('retrun')],
  'help-none': ['help', async ({ card }) => card.getByRole('searchbox').fill('xyzzy')],
  'help-article': ['help', async ({ card }) => card.locator('.item').first().click()],
  'help-reason': [
    'help',
    async ({ card }) => {
      await card.locator('.item').first().click();
      await card.getByRole('button').nth(-1).click();
    },
  ],
  thanks: ['welcome', async (page) => (await next(page), await page.card.getByRole('textbox').waitFor(), await next(page), await page.card.getByRole('link').waitFor())],
};
export const plays = { ...Object.fromEntries([...surveys, ...guides].map(({ id }) => [id, [id, async () => undefined]])), ...states };
