#include "core/report/stop_words.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace canvass::report {

namespace {

struct List {
  Role role;
  std::string_view words;  // with spaces between
};

constexpr std::string_view kAuxiliaries =
    "am are be been being can could did do does doing done had has have having is may might must shall should was were "
    "will would";

constexpr List kEnglish[] = {
    {Role::kFiller, kAuxiliaries},
    {Role::kFiller,
     "a about above across actually after again against ago ain all almost along already also always among an "
     "another any anybody anyone anything anywhere apart around as at available away back basically become becomes "
     "before began behind below beside besides between bit both by came come comes coming completely definitely "
     "down due during each eight either else enough especially etc even ever every everybody everyone everything "
     "everywhere extremely fairly few first five for forth four from front fully further generally get gets "
     "getting go goes going gone got gotten half he hello hence her here hers herself hi him himself his how i id "
     "ill im in indeed inside instead into it its itself ive keep keeps kept kind kinda last lately later least "
     "less let lets like likely literally little lot lots made main mainly make makes making many maybe me mean "
     "means meanwhile mine more moreover most mostly much my myself near nearly neither next nine nor now of off "
     "often oh ok okay on once one ones onto or other others otherwise our ours ourselves out outside over overall "
     "own part particularly per perhaps please pretty probably put quite rather re really recently regarding same "
     "second seem seemed seems seven several she show simply six some somebody somehow someone something sometimes "
     "somewhat somewhere soon sort still such sure ten th than thank thanks thats the their theirs them themselves "
     "there these they theyre thing things third this those three through throughout till to together too totally "
     "toward towards truly two under until up upon us usually various very via want wanted wants way ways we well "
     "went were weve what whatever whether while with within would yes yet you your youre yours yourself "
     "yourselves"},
    {Role::kBreak,
     "although and because but cause cos however if or since so that then therefore though thus unless until when "
     "whenever where whereas which who whom whose why"},
    {Role::kNot,
     "aint arent barely cannot cant couldnt didnt doesnt dont hadnt hardly hasnt havent isnt lacking lacks never "
     "no nobody none noone not nothing nowhere scarcely shouldnt wasnt werent without wont wouldnt"},
    {Role::kOnly, "just merely only"},
    {Role::kGeneric,
     "amazing annoying arrive arrived arrives item items awesome awful bad best better brilliant cool day days decent "
     "disappointed disappointing "
     "dislike enjoy enjoyed excellent experience fantastic feel felt find fine found frustrated frustrating give "
     "gives good great happen happened happens happy hate hated horrible hour hours impressed improve issue issues "
     "know liked likes look looks love loved lovely loves minute minutes month months need needed needs nice "
     "people perfect perfectly place pleasant pleased poor problem problems put rating really recommend "
     "recommended said satisfied say says score see seen super take takes tell terrible think thought time times "
     "today tomorrow took top tried try trying unhappy use used useful using week weeks wonderful work worked "
     "working works worse worst year years yesterday"},
};

constexpr List kRussian[] = {
    {Role::kFiller,
     "ага аж более больше будем будет будете будешь буду будут будучи буквально бы был была были было быть в вам "
     "вами вас ваш ваша ваше вашего вашей вашем вашему ваши вашим вашими ваших вашу вдруг ведь весь весьма вместо "
     "вне внутри во вокруг вон вообще восемь вот вполне вроде все всегда всего всей всем всеми всему всетаки всех "
     "всею всюду вся всякие всякий второй вчера вы давайте давно даже два две девять действительно десять для до "
     "довольно другая другие другим других другого другое другой его ее ей ему есть еще ею же за завтра затем "
     "здесь из изза изпод им именно ими иногда итак их к каждая каждого каждое каждой каждые каждый кажется как "
     "какая какие каким каких какого какое какой какую ко кого кое кому конечно кроме кругом кстати кто ли либо "
     "лично любая любой любые между менее меньше меня мне многие много мной мною мог могла могли могло могу могут "
     "мое моего моей моем моему можем может можете можно мои моим моих мой мою моя мы на наверно наверное навсегда "
     "над надо назад наконец нам нами намного нас насчет наш наша наше нашего нашей нашему наши наших нашу него "
     "недавно ней нем немного нему несколько нею нибудь ним ними них ну нужен нужна нужно нужного нужной нужный нужные "
     "нужных нужную нужное нужны о об обычно один "
     "одна одни одно одного одной около он она они оно опять особенно от ото очень первая первый перед передо по "
     "под пожалуйста полностью порой посередине после потом почти практически при про против прям прямо пусть пять "
     "ради раз раза разные разный реально рядом с сам сама самая сами само самого самое самой самом самому самые "
     "самый свое своего своей своем своему свои своим своих свой свою своя себе себя сегодня сейчас семь скорее "
     "скоро слишком сначала снова со собой совсем спасибо сразу среди стал стала стали стало становится столько та "
     "так такая также такие таким таких такого такое такой такую там те тебе тебя тем теми теперь тех то тобой "
     "тогда того тоже той том тому тот точно три ту туда тут ты тысяч у уж уже ура хоть часто чаще чего чей чем "
     "чему через четыре чуть шесть эта эти этим этими этих это этого этой этом этому этот эту является якобы"},
    {Role::kBreak,
     "а благодаря где да если зато зачем и ибо или иначе когда кому которая которого которое которой которую "
     "которые который которым которых куда но однако особенно откуда пока поскольку потому почему поэтому притом "
     "причем хотя что чтобы чтото"},
    {Role::kNot,
     "без не нельзя ни нигде никак никаких никакого никакой никогда никого никому никто никуда ничего ничто"},
    {Role::kNotBoth, "нет нету"},
    {Role::kOnly, "лишь просто только"},
    {Role::kGeneric,
     "благодарен благодарна брать вещи вещь взял взять видно вопрос вопросы впечатление впечатления времени время "
     "год года дал дали дать делать делают день дней дня доволен довольна довольны долго думаю замечательно "
     "замечательный здорово знаю знают идеально идет класс классно классный купил купила лет лучшая лучше лучший "
     "люблю люди месяц месяца месяцев минут минута минуты мнение молодцы надеюсь найти нашел нашла недели недель "
     "неделю неделя норм нормально нормальный нравится нравятся опыт отличная отлично отличное отличные отличный "
     "отстой плохая плохие плохо плохое плохой покупал покупала покупаю покупке пользовалась пользоваться "
     "пользуюсь понравилась понравились понравилось понравился понятно попробовал попробовать превосходно "
     "прекрасная прекрасно прекрасный приехал приехала приходит приходится пришел пришла пришли пришло пришлось "
     "проблем проблема проблему проблемы работа работает работают рад рада рады рекомендовать рекомендую сделал "
     "сделали сделать сказал сказали советую стать супер считаю удовольствием ужас ужасная ужасно ужасное ужасные "
     "ужасный устраивает хорош хороша хорошая хорошее хорошие хороший хорошо хотел хотела хотелось хотим хочется "
     "хочу худшая худший хуже час часа часов человек человека чувство"},
};

constexpr List kKazakh[] = {
    {Role::kFiller,
     "аз азырақ алды алты алып алған анау арасында арқылы аса ба байланысты бар барлығы барлық барысында бас "
     "бастап басқа бе берген берді береді беру бес бойынша бола болады болды болса болу болып болған былай біз "
     "бізге бізді біздің біле бір бірақта бірге біреу бірнеше бүгін бұл бұлар бұрын бәрі бәрін бәріне да де деген "
     "деді дейді дейін деп дәл еді екен екі емеспе енді ертең етеді етті ету етіп ең жай жалпы жатыр жаққа жеті "
     "жиі жоқпа жылы жүр иә кез кейде кейін келген келді келеді керек кетті кеше кім кімнің көбірек көп көптеген "
     "ма маған ме мен менде мені менімен менің мына мынадай міне мүмкін мұнда мұндай не неге неше нәрсе одан ол "
     "олар оларды олардың оларға он онда ондай оны оның осы осында осындай отыр оған па пе рахмет рақмет рет "
     "ретінде сегіз секілді сен сені сенің сияқты сол солай сонда сондай соң соңында сіз сізге сіздер сізді сіздің "
     "та тағы те тоғыз туралы тым тіпті тұр төрт шейін шығар шықты шыққан іс ғой қазір қайда қайта қайтадан қалай "
     "қалды қалған қандай қанша қарай қарсы қатты қашан қой үлкен үш үшін әлі әр әрбір әрдайым әрқашан өз өзі өзім "
     "өзіміз өзінің өйтіп өте"},
    {Role::kBreak,
     "ал алайда бірақ дегенмен егер ендеше және немесе себебі сондықтан сонымен яғни әйтпесе әрі өйткені"},
    {Role::kNotAfter, "емес жок жоқ"},
    {Role::kOnly, "тек ғана"},
    {Role::kGeneric,
     "адам адамдар ай апта жаман жақсы жыл жұмыс керемет күн күні минут мәселе мәселелер нашар риза ризамын сағат "
     "тамаша уақыт шаршадым істейді қуаныштымын ұнады ұнайды ұнамады ұнамайды ұсынамын өкінішті"},
};

using Roles = std::unordered_map<std::string_view, Role>;

template <size_t count>
Roles roles(const List (&lists)[count]) {
  Roles result;
  for (const List& list : lists) {
    for (size_t at = 0; at < list.words.size();) {
      const size_t end = std::min(list.words.find(' ', at), list.words.size());
      result[list.words.substr(at, end - at)] = list.role;
      at = end + 1;
    }
  }
  return result;
}

Role find(const Roles& roles, std::string_view word) {
  const auto found = roles.find(word);
  return found == roles.end() ? Role::kContent : found->second;
}

}  // namespace

Role role_of(Language language, std::string_view word) {
  static const Roles english = roles(kEnglish);
  static const Roles russian = roles(kRussian);
  static const Roles kazakh = roles(kKazakh);
  switch (language) {
    case Language::kEnglish:
      return find(english, word);
    case Language::kRussian:
      return find(russian, word);
    case Language::kKazakh: {
      // Who writes Kazakh often takes Russian words in between.
      const Role role = find(kazakh, word);
      return role == Role::kContent ? find(russian, word) : role;
    }
    case Language::kOther:
      break;
  }
  return Role::kContent;
}

bool is_auxiliary(std::string_view word) {
  static const Roles all = roles({List{Role::kFiller, kAuxiliaries}});
  return all.count(word) != 0;
}

}  // namespace canvass::report
