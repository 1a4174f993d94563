using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What a rule looks for. The numbers are those of <see cref="AlertKind"/>.</summary>
public enum AlertRuleKind
{
    /// <summary>No sound: digital silence, a loopback with nothing to play, or a programme below a level.</summary>
    Silence = AlertKind.Silence,

    /// <summary>Nothing arrives: connected without data, device lost, connecting again, given up.</summary>
    NoData = AlertKind.NoData,

    /// <summary>Speech for too long.</summary>
    Talk = AlertKind.Talk,

    /// <summary>Music of another genre than the station's.</summary>
    OffFormat = AlertKind.OffFormat,

    /// <summary>Samples at full scale.</summary>
    Clipping = AlertKind.Clipping,

    /// <summary>Sound arrives, and the model does not keep up or gives nothing.</summary>
    ModelFailing = AlertKind.ModelFailing,

    /// <summary>Music that the model is not sure about.</summary>
    LowConfidence = AlertKind.LowConfidence,
}
