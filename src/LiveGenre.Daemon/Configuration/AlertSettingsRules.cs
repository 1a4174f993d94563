using System.Net.Mail;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What must hold between the settings of alerts.</summary>
internal static class AlertSettingsRules
{
    private const string Root = $"{LiveGenreOptions.Section}:Alerts";

    /// <summary>Shortest key of a signature, characters: a shorter one can be guessed from one message.</summary>
    private const int ShortestSecret = 16;

    private const string DecisionsWithoutGenre = "unknown none";

    public static void Check(AlertsOptions options, SettingsErrors errors)
    {
        if (options.MaxRetryDelay < options.FirstRetryDelay)
        {
            errors.AddRule($"{Root}:MaxRetryDelay = \"{options.MaxRetryDelay}\" is shorter than FirstRetryDelay ({options.FirstRetryDelay}); it must not be.",
                $"{Root}:MaxRetryDelay", $"{Root}:FirstRetryDelay");
        }
        foreach (var (index, rule) in options.Rules.Index())
        {
            CheckRule(rule, $"{Root}:Rules:{index}", options, errors);
        }
        CheckRuleNames(options.Rules, errors);
        foreach (var (index, receiver) in options.Receivers.Index())
        {
            CheckReceiver(receiver, $"{Root}:Receivers:{index}", errors);
        }
        foreach (var twin in options.Receivers.Index().GroupBy(r => r.Item.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            errors.AddRule($"{Root}:Receivers:{twin.Last().Index}:Name = \"{twin.Key}\" is taken by {Root}:Receivers:{twin.First().Index}; each receiver needs its own.",
                $"{Root}:Receivers:{twin.Last().Index}:Name", $"{Root}:Receivers:{twin.First().Index}:Name");
        }
    }

    /// <summary>The genres that off-format rules name must be the model's.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="labels">The model's genres.</param>
    /// <param name="modelId">The model, for the message.</param>
    /// <exception cref="SettingsException">One is not.</exception>
    public static void CheckFormats(AlertsOptions options, IReadOnlyList<string> labels, string modelId)
    {
        var errors =
            from rule in options.Rules.Index()
            from format in rule.Item.Formats.Index()
            where !labels.Contains(format.Item, StringComparer.Ordinal)
            select $"{Root}:Rules:{rule.Index}:Formats:{format.Index} = \"{format.Item}\" is no genre of model {modelId}; there are {string.Join(", ", labels)}.";
        if (errors.ToList() is { Count: > 0 } all)
        {
            throw new SettingsException(all);
        }
    }

    /// <summary>The name that a rule's alerts carry.</summary>
    public static string NameOf(AlertRuleOptions rule) => rule.Name.Length > 0 ? rule.Name : DefaultName(rule.Kind);

    /// <summary>A kind in lower case with hyphens, as messages write it: <c>no-data</c>.</summary>
    public static string DefaultName(AlertRuleKind kind) => kind switch
    {
        AlertRuleKind.Silence => "silence",
        AlertRuleKind.NoData => "no-data",
        AlertRuleKind.Talk => "talk",
        AlertRuleKind.OffFormat => "off-format",
        AlertRuleKind.Clipping => "clipping",
        AlertRuleKind.ModelFailing => "model-failing",
        AlertRuleKind.LowConfidence => "low-confidence",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static void CheckRule(AlertRuleOptions rule, string key, AlertsOptions options, SettingsErrors errors)
    {
        (string Name, AlertRuleKind Kind, bool IsSet)[] thresholds =
        [
            (nameof(rule.LevelDbfs), AlertRuleKind.Silence, rule.LevelDbfs is not null),
            (nameof(rule.Formats), AlertRuleKind.OffFormat, rule.Formats.Count > 0),
            (nameof(rule.SpeechOverMusic), AlertRuleKind.Talk, rule.SpeechOverMusic is not null),
            (nameof(rule.ClippedShare), AlertRuleKind.Clipping, rule.ClippedShare is not null),
            (nameof(rule.ConfidenceFloor), AlertRuleKind.LowConfidence, rule.ConfidenceFloor is not null),
            (nameof(rule.DroppedShare), AlertRuleKind.ModelFailing, rule.DroppedShare is not null),
        ];
        foreach (var t in thresholds.Where(t => t.IsSet && t.Kind != rule.Kind))
        {
            errors.AddRule($"{key}:{t.Name} is for rules of kind {t.Kind}, and this one is {rule.Kind}; remove it.", $"{key}:{t.Name}", $"{key}:Kind");
        }
        if (rule is { Kind: AlertRuleKind.OffFormat, Enabled: true, Formats.Count: 0 })
        {
            errors.AddRule($"{key}:Formats is missing; the genres of the station, such as rock.", $"{key}:Formats", $"{key}:Kind", $"{key}:Enabled");
        }
        if (rule.Formats.FirstOrDefault(f => DecisionsWithoutGenre.Split(' ').Contains(f)) is { } none)
        {
            errors.AddRule($"{key}:Formats names \"{none}\", which is no genre; where none is decided, the rule waits.", $"{key}:Formats");
        }
        string[] names = [.. options.Receivers.Index().Select(r => $"{Root}:Receivers:{r.Index}:Name")];
        foreach (var (index, name) in rule.Receivers.Index().Where(r => options.Receivers.All(known => known.Name != r.Item)))
        {
            errors.AddRule($"{key}:Receivers:{index} = \"{name}\" is no receiver; there are {Known(options.Receivers.Select(known => known.Name))}.",
                [$"{key}:Receivers:{index}", .. names]);
        }
    }

    private static void CheckReceiver(AlertReceiverOptions receiver, string key, SettingsErrors errors)
    {
        switch (receiver.Kind)
        {
            case AlertReceiverKind.Webhook:
                CheckWebhook(receiver, key, errors);
                break;
            case AlertReceiverKind.Email:
                CheckMail(receiver, key, errors);
                break;
            case AlertReceiverKind.Command when receiver.Program.Length == 0:
                errors.AddRule($"{key}:Program is missing; a program that takes the message on its standard input.", $"{key}:Program", $"{key}:Kind");
                break;
        }
        (string Name, AlertReceiverKind Kind, bool IsSet)[] fields =
        [
            (nameof(receiver.Url), AlertReceiverKind.Webhook, !receiver.Url.IsEmpty),
            (nameof(receiver.Secret), AlertReceiverKind.Webhook, !receiver.Secret.IsEmpty),
            (nameof(receiver.Authorization), AlertReceiverKind.Webhook, !receiver.Authorization.IsEmpty),
            (nameof(receiver.SmtpHost), AlertReceiverKind.Email, receiver.SmtpHost.Length > 0),
            (nameof(receiver.SmtpUser), AlertReceiverKind.Email, receiver.SmtpUser.Length > 0),
            (nameof(receiver.SmtpPassword), AlertReceiverKind.Email, !receiver.SmtpPassword.IsEmpty),
            (nameof(receiver.From), AlertReceiverKind.Email, receiver.From.Length > 0),
            (nameof(receiver.To), AlertReceiverKind.Email, receiver.To.Count > 0),
            (nameof(receiver.Program), AlertReceiverKind.Command, receiver.Program.Length > 0),
            (nameof(receiver.Arguments), AlertReceiverKind.Command, receiver.Arguments.Count > 0),
        ];
        foreach (var f in fields.Where(f => f.IsSet && f.Kind != receiver.Kind))
        {
            errors.AddRule($"{key}:{f.Name} is for receivers of kind {f.Kind}, and this one is {receiver.Kind}; remove it.", $"{key}:{f.Name}", $"{key}:Kind");
        }
    }

    private static void CheckWebhook(AlertReceiverOptions receiver, string key, SettingsErrors errors)
    {
        // The value stays out of the message: in many services whoever knows the URL may post.
        if (!(Uri.TryCreate(receiver.Url.Reveal(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            errors.AddRule($"{key}:Url {(receiver.Url.IsEmpty ? "is missing" : "is no URL that can be posted to")}; http:// or https://, a host and a path.", $"{key}:Url", $"{key}:Kind");
        }
        if (!receiver.Secret.IsEmpty && receiver.Secret.Reveal().Length < ShortestSecret)
        {
            errors.AddRule($"{key}:Secret is too short; at least {ShortestSecret} characters, such as 'openssl rand -hex 32' gives.", $"{key}:Secret", $"{key}:Kind");
        }
        if (receiver.Authorization.Reveal().Any(char.IsControl))
        {
            errors.AddRule($"{key}:Authorization holds a control character; one line, such as Bearer and a token.", $"{key}:Authorization", $"{key}:Kind");
        }
    }

    private static void CheckMail(AlertReceiverOptions receiver, string key, SettingsErrors errors)
    {
        if (receiver.SmtpHost.Length == 0)
        {
            errors.AddRule($"{key}:SmtpHost is missing; the name of a mail server.", $"{key}:SmtpHost", $"{key}:Kind");
        }
        if (!MailAddress.TryCreate(receiver.From, out _))
        {
            errors.AddRule($"{key}:From = \"{receiver.From}\" is not allowed; an e-mail address.", $"{key}:From", $"{key}:Kind");
        }
        if (receiver.To.Count == 0)
        {
            errors.AddRule($"{key}:To is missing; one or more e-mail addresses.", $"{key}:To", $"{key}:Kind");
        }
        foreach (var (index, to) in receiver.To.Index().Where(to => !MailAddress.TryCreate(to.Item, out _)))
        {
            errors.AddRule($"{key}:To:{index} = \"{to}\" is not allowed; an e-mail address.", $"{key}:To:{index}", $"{key}:Kind");
        }
        if (receiver.SmtpUser.Length == 0 != receiver.SmtpPassword.IsEmpty)
        {
            errors.AddRule($"{key}:SmtpUser and SmtpPassword belong together; set both or neither.", $"{key}:SmtpUser", $"{key}:SmtpPassword", $"{key}:Kind");
        }
    }

    /// <summary>Two rules of one name must never watch the same source: an alert is known by both.</summary>
    private static void CheckRuleNames(IReadOnlyList<AlertRuleOptions> rules, SettingsErrors errors)
    {
        var named = rules.Index().Where(r => r.Item.Enabled && errors.AreRight(NameKeys(r.Index))).ToList();
        foreach (var (index, rule) in named)
        {
            var twin = named.FirstOrDefault(r => r.Index < index && NameOf(r.Item) == NameOf(rule) && MayMeet(r.Item, rule));
            if (twin.Item is not null)
            {
                errors.AddRule($"{Root}:Rules:{index}:Name = \"{NameOf(rule)}\" is taken by {Root}:Rules:{twin.Index} for the same source; give it another.", $"{Root}:Rules:{index}:Name");
            }
        }
    }

    private static IEnumerable<string> NameKeys(int rule) =>
        new[] { nameof(AlertRuleOptions.Name), nameof(AlertRuleOptions.Kind), nameof(AlertRuleOptions.Enabled) }.Select(name => $"{Root}:Rules:{rule}:{name}");

    private static bool MayMeet(AlertRuleOptions a, AlertRuleOptions b) => (a.Kind == b.Kind, a.Sources.Count, b.Sources.Count) switch
    {
        (true, 0, 0) => true,
        (true, 0, _) or (true, _, 0) => false, // the one that names the source stands instead of the other
        (false, 0, _) or (false, _, 0) => true,
        _ => a.Sources.Intersect(b.Sources, StringComparer.Ordinal).Any(),
    };

    private static string Known(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("none"));
}
