// The whole stock. Prices are in tenge.
export const products = [
  {
    id: 'teapot',
    price: 42900,
    name: { en: 'Valley teapot', ru: 'Чайник «Долина»', kk: '«Алқап» шәйнегі' },
    fact: { en: '900 ml, bamboo handle', ru: '900 мл, бамбуковая ручка', kk: '900 мл, бамбук тұтқа' },
    text: {
      en: 'A round-bellied pot in celadon green. The spout pours without a drop on the table, and the bamboo handle stays cool however long the tea steeps.',
      ru: 'Круглый чайник цвета селадона. Носик наливает, не роняя ни капли, а бамбуковая ручка остаётся прохладной, сколько бы ни настаивался чай.',
      kk: 'Селадон түстес дөңгелек шәйнек. Шүмегінен тамшы тамбайды, ал бамбук тұтқасы шай қанша тұнса да қызбайды.',
    },
  },
  {
    id: 'piala',
    price: 15800,
    name: { en: 'Piala pair', ru: 'Пара пиал', kk: 'Қос кесе' },
    fact: { en: 'Set of two, 220 ml', ru: 'Набор из двух, 220 мл', kk: 'Екі данадан, 220 мл' },
    text: {
      en: 'Two bowls for one conversation: ember outside, or cream. Thrown thin at the rim and heavy at the foot, so that they sit well in the hand.',
      ru: 'Две пиалы для одного разговора: терракотовая и кремовая. Тонкий край, тяжёлая ножка — удобно лежат в ладони.',
      kk: 'Бір әңгімеге екі кесе: бірі шоқ түстес, бірі кілегей түстес. Жиегі жұқа, түбі салмақты, алақанға жайлы.',
    },
  },
  {
    id: 'gaiwan',
    price: 18400,
    name: { en: 'Sprig gaiwan', ru: 'Гайвань «Веточка»', kk: '«Бұтақша» гайваны' },
    fact: { en: '120 ml, with saucer', ru: '120 мл, с блюдцем', kk: '120 мл, тәрелкесімен' },
    text: {
      en: 'A lidded cup for green and white teas, painted by hand with one cobalt sprig. No two sprigs are alike.',
      ru: 'Чашка с крышкой для зелёных и белых чаёв. Кобальтовую веточку мастер пишет от руки, и двух одинаковых не бывает.',
      kk: 'Көк және ақ шайға арналған қақпақты кесе. Кобальт бұтақшасын шебер қолмен салады, екеуі бірдей болмайды.',
    },
  },
  {
    id: 'pitcher',
    price: 21500,
    name: { en: 'Meadow pitcher', ru: 'Кувшин «Луг»', kk: '«Шалғын» құмырасы' },
    fact: { en: '700 ml', ru: '700 мл', kk: '700 мл' },
    text: {
      en: 'For milk at breakfast, for wild flowers after. The sage glaze stops where the potter’s fingers held it.',
      ru: 'Утром для молока, потом для полевых цветов. Шалфейная глазурь кончается там, где кувшин держали пальцы мастера.',
      kk: 'Таңертең сүтке, кейін дала гүліне. Сәлбен түстес жылтыр сыры шебердің саусағы ұстаған жерден бітеді.',
    },
  },
  {
    id: 'mug',
    price: 9900,
    name: { en: 'First light mug', ru: 'Кружка «Рассвет»', kk: '«Таң» саптыаяғы' },
    fact: { en: '350 ml', ru: '350 мл', kk: '350 мл' },
    text: {
      en: 'The mug you reach for first. A wide handle for a whole hand, blush glaze, and bare clay where the fingers want grip.',
      ru: 'Кружка, к которой рука тянется первой. Широкая ручка, нежная розовая глазурь и голая глина там, где нужна опора пальцам.',
      kk: 'Қол бірінші созылатын саптыаяқ. Тұтқасы кең, сыры қызғылт, ал саусақ тиер жері жалаң саз.',
    },
  },
  {
    id: 'caddy',
    price: 24600,
    name: { en: 'Night caddy', ru: 'Чайница «Ночь»', kk: '«Түн» шай құтысы' },
    fact: { en: '200 g, ash lid', ru: '200 г, крышка из ясеня', kk: '200 г, шаған қақпақ' },
    text: {
      en: 'Keeps leaf tea dark and dry. The ash lid is turned to fit its own jar and no other.',
      ru: 'Хранит листовой чай в темноте и сухости. Ясеневая крышка точится под свою банку и не подходит ни к какой другой.',
      kk: 'Жапырақ шайды қараңғы әрі құрғақ сақтайды. Шаған қақпағы тек өз құтысына дәл келеді.',
    },
  },
  {
    id: 'vase',
    price: 16200,
    name: { en: 'Reed vase', ru: 'Ваза «Тростник»', kk: '«Қамыс» вазасы' },
    fact: { en: '18 cm', ru: '18 см', kk: '18 см' },
    text: {
      en: 'One branch is enough. A narrow neck, an iron-red glaze, and a foot left as it came out of the fire.',
      ru: 'Достаточно одной ветки. Узкое горло, железисто-красная глазурь и ножка, какой она вышла из огня.',
      kk: 'Бір бұтақ жеткілікті. Мойны тар, сыры темір-қызыл, ал түбі оттан шыққан қалпында.',
    },
  },
  {
    id: 'plate',
    price: 12700,
    name: { en: 'Foothills plate', ru: 'Тарелка «Предгорье»', kk: '«Тау бөктері» тәрелкесі' },
    fact: { en: '24 cm', ru: '24 см', kk: '24 см' },
    text: {
      en: 'The view from the workshop at six in the evening, for anything from flatbread to apricots.',
      ru: 'Вид из мастерской в шесть вечера. Для всего, от лепёшки до абрикосов.',
      kk: 'Шеберхана терезесінен кешкі алтыдағы көрініс. Таба нанға да, өрікке де жарасады.',
    },
  },
];

export const product = (id) => products.find((one) => one.id === id);
